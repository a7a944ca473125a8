#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Checks a court bundle (rogatory, format version 1) as far as stock tools can.
#
#     sh check.sh BUNDLE [CA-FINGERPRINT ...]
#
# This file is the same for every bundle of version 1. Its SHA-256 is published in the
# specification, section 19. Whoever forges a bundle also forges the copy of this file in it: get
# this file elsewhere, and compare its digest:  sha256sum check.sh
#
# CA-FINGERPRINT is the SHA-256 of a State CA certificate (64 hexadecimal digits, colons allowed),
# from that State itself, not from the bundle. Without one, the signatures are compared with
# the bundle's own certificates, which proves nothing about who signed.
#
# Each line: outcome, check id of the specification, text.
#     holds        the check is made in full, and holds
#     in part      what this script can check of it holds
#     not checked  this script, or this machine, cannot make the check
#     FAILS        do not rely on the bundle
# Exit: 1 something fails; 3 nothing fails, and the rest is to be checked by other means; 2 wrong
# usage, or its temporary folder is full: it states nothing then. It never exits 0: it judges neither the directory nor approvals nor the proofs of logs.
# It states the digest of the bag, and the number and bytes of its files, and nothing else of the evidence: who asked,
# who acted, and when, is decided by checks that it does not make, so a forger would choose what it printed.
#
# Needs: sh, awk, cat, cmp, comm, cut, find, grep, head, mktemp, openssl (3.5 or later for ML-DSA), rm,
# sed, sha256sum, sort, tr, uniq, wc. Nothing is sent anywhere, and nothing in the bundle is changed or run.

LC_ALL=C
export LC_ALL
unset CDPATH ENV GREP_OPTIONS POSIXLY_CORRECT
umask 077
OPENSSL=${OPENSSL:-openssl}

usage() {
    printf 'usage: sh check.sh BUNDLE [CA-FINGERPRINT ...]\n' >&2
    [ -z "$1" ] || printf '%s\n' "$1" >&2
    exit 2
}

[ $# -ge 1 ] || usage ""
case $1 in "" | -*) usage "BUNDLE is a folder; write ./ before a name that begins with a hyphen" ;; esac
self=
[ -f "$0" ] && self=$(cd "$(dirname "$0")" 2>/dev/null && pwd)/$(basename "$0")
work=$(mktemp -d) || exit 2
WORK=$work # awk turns each \ of a variable given by -v into something else
export WORK
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
bundle=$1
shift
: >"$work/given"
for one in "$@"; do
    plain=$(printf '%s' "$one" | tr -d ': ' | tr 'ABCDEF' 'abcdef')
    printf '%s\n' "$plain" | grep -Eqx '[0-9a-f]{64}' && [ "$(printf '%s' "$one" | wc -l)" -eq 0 ] ||
        usage "a CA-FINGERPRINT is 64 hexadecimal digits"
    printf '%s\n' "$plain" >>"$work/given"
done
cd -- "$bundle" 2>/dev/null || usage "BUNDLE is not a folder that can be read"
if [ ! -f bundle.json ] || [ -L bundle.json ]; then
    printf '%-12s %-22s %s\n' FAILS bundle-complete "bundle.json is missing"
    exit 1
fi
for tool in awk cat cmp comm cut find grep head mktemp sed sha256sum sort tr uniq wc; do
    command -v "$tool" >/dev/null 2>&1 || usage "this machine lacks $tool"
done
mkdir "$work/fails" "$work/open" "$work/made" "$work/own" "$work/trusted" "$work/each" "$work/holders" "$work/valid" || exit 2

# What it wrote is whole only while "sound" lies there: to take a file away needs no room.
: >"$work/sound" || exit 2
unsound() { rm -f "$work/sound"; }
# room: asks whether the folder still takes a file.
room() {
    { printf '%8192s\n' . >"$work/room"; } 2>/dev/null || unsound
    { : >"$work/room"; } 2>/dev/null
}
# go_on: ends the script where it could not write what it had to.
go_on() {
    room
    [ -f "$work/sound" ] && return
    printf 'The temporary folder cannot hold what this script writes: nothing was checked.\nFree some room, or name another folder in TMPDIR.\n' >&2
    exit 2
}
# The lists of names below are some times as long as bundle.json.
if [ -r bundle.json ]; then
    { for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do cat bundle.json || break; done >"$work/room"; } 2>/dev/null || unsound
fi
go_on

# What is found about a check: a reason why it fails, a part that holds, a part that is left open.
# Each is one line of plain characters, whatever is in a name.
note() {
    case $3 in
    *[!\ -~]*) printf '%s' "$3" | tr -c '[:print:]' '?' | awk '{ print substr($0, 1, 300) }' >>"$work/$1/$2" || unsound ;;
    *) printf '%.300s\n' "$3" >>"$work/$1/$2" || unsound ;;
    esac
}
fails() { note fails "$1" "$2"; }
made() { note made "$1" "$2"; }
left() { note open "$1" "$2"; }
# Each line of a file as a reason, the first twenty.
fail_lines() { [ ! -s "$3" ] || head -n 20 "$3" | while IFS= read -r each; do fails "$1" "$2: $each"; done; }
# The different lines of a file, the first N of them, each with how often it is there.
summary() {
    sort "$2" | awk -v most="$1" '
        function end() { if (times && ++count <= most) text = text (count > 1 ? ";" : "") last (times > 1 ? " (" times " times)" : "") }
        $0 != last { end(); last = $0; times = 0 }
        { times++ }
        END { end(); gsub(/;/, "; ", text); print text }'
}

failed=0
line() { printf '%-12s %-22s %s\n' "$1" "$2" "$3"; }
# report ID FULL [UNASKED]: one line; FULL is "full" where the script makes the whole check. UNASKED is what it does not
# ask of a check that it makes in part.
report() {
    if [ -s "$work/fails/$1" ]; then
        failed=$((failed + 1))
        line FAILS "$1" "$(head -n 1 "$work/fails/$1")"
        sed -n '2,20p' "$work/fails/$1" | while IFS= read -r each; do line "" "" "$each"; done
    elif [ -s "$work/open/$1" ]; then
        line "not checked" "$1" "$(sort -u "$work/open/$1" >"$work/once"; summary 3 "$work/once")"
    elif [ -s "$work/made/$1" ]; then
        if [ "$2" = full ]; then
            line holds "$1" "$(summary 4 "$work/made/$1")"
        else
            line "in part" "$1" "$(summary 4 "$work/made/$1"); not asked: $3"
        fi
    else
        line "not checked" "$1" "this script does not make this check"
    fi
}

# whole ID: whether nothing of a check fails or is left open.
whole() { [ ! -s "$work/fails/$1" ] && [ ! -s "$work/open/$1" ] && [ -s "$work/made/$1" ]; }

# The strings of a JSON document, as lines "key value" and "key.key value"; values stay escaped.
# Nothing is printed of a document that is not closed.
cat >"$work/members.awk" <<'AWK'
BEGIN { RS = "\""; depth = 0; inside = 0; text = ""; count = 0 }
inside {
    text = text $0
    at = length($0); slashes = 0
    while (at > 0 && substr($0, at, 1) == "\\") { slashes++; at-- }
    if (slashes % 2) { text = text "\""; next }
    inside = 0
    gsub(/\n/, "\\n", text)  # a line for each string, whatever is in it
    if (kind[depth] == "o" && wants == "k") { name[depth] = text }
    else if (depth == 1) { out[++count] = name[1] " " text }
    else if (depth == 2 && kind[2] == "o") { out[++count] = name[1] "." name[2] " " text }
    next
}
{
    size = length($0)
    for (at = 1; at <= size; at++) {
        c = substr($0, at, 1)
        if (c == "{" || c == "[") { depth++; kind[depth] = c == "{" ? "o" : "a"; wants = c == "{" ? "k" : "v" }
        else if (c == "}" || c == "]") { depth--; wants = "" }
        else if (c == ",") { wants = kind[depth] == "o" ? "k" : "v" }
        else if (c == ":") { wants = "v" }
    }
    inside = 1; text = ""
}
END { if (depth == 0) for (n = 1; n <= count; n++) print out[n] }
AWK

# bundle.json: its files as "digest  path" and "size path", all of it written anew, and its head without them.
cat >"$work/listing.awk" <<'AWK'
BEGIN {
    RS = "\""; depth = 0; inside = 0; text = ""; number = ""; entries = 0
    work = ENVIRON["WORK"]
    sums = work "/sums"; sizes = work "/sizes"; anew = work "/anew"; head = work "/head"
}
function also(text) { printf "%s", text > anew; printf "%s", text > head }
function entry() {
    if (index(path, "\\")) bad = 1
    print sha "  " path > sums
    print size " " path > sizes
    escaped = path
    gsub(/"/, "\\\"", escaped)
    printf "%s{\"path\":\"%s\",\"sha256\":\"%s\",\"size\":%s}", entries++ ? "," : "", escaped, sha, size > anew
    path = sha = size = ""
}
inside {
    at = length($0); slashes = 0
    while (at > 0 && substr($0, at, 1) == "\\") { slashes++; at-- }
    raw = raw $0
    if (slashes % 2) { text = text substr($0, 1, length($0) - 1) "\""; raw = raw "\""; next }
    text = text $0
    inside = 0
    if (depth == 1 && wants == "k") top = text
    if (depth == 3 && top == "files") {
        if (wants == "k") key = text
        else if (key == "path") path = text
        else if (key == "sha256") sha = text
    } else also("\"" raw "\"")
    next
}
{
    length_ = length($0)
    for (at = 1; at <= length_; at++) {
        c = substr($0, at, 1)
        listed = (top == "files" && depth >= 2)
        if (c == "{" || c == "[") { depth++; kind[depth] = c == "{" ? "o" : "a"; wants = c == "{" ? "k" : "v" }
        else if (c == "}" || c == "]") {
            if (depth == 3 && listed) { size = number; number = ""; entry() }
            depth--; wants = ""
            if (depth == 1 && c == "]") listed = 0
        }
        else if (c == ",") { if (depth == 1) top = ""; wants = kind[depth] == "o" ? "k" : "v" }
        else if (c == ":") { wants = "v"; number = "" }
        else if (depth == 3 && listed) number = number c
        if (!listed && !(depth > 2 && top == "files")) also(c)
    }
    inside = 1; text = raw = ""
}
END { if (bad || depth != 0) print "bad" }
AWK

# Paths in byte order, folders with a slash behind them: prints "in PATH", or "out PATH" once of each name that
# no package has (section 13.1), as far as bytes tell. What lies below such a name is left out. A name may break
# rules that these tools cannot ask, those of NFC and of folding: "more N" says how many there are.
cat >"$work/names.awk" <<'AWK'
function device(name) {
    sub(/\..*/, "", name)
    sub(/ +$/, "", name)
    return toupper(name) ~ /^(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)([0-9]|\302[\262\263\271]))$/
}
function refused(parent, name) {
    if (length(name) > 240 || name == "" || name ~ /[%\\:*?"<>|]/ || name ~ /[. ]$/ || device(name)) return 1
    plain = name
    gsub(/[\302-\337][\200-\277]|\340[\240-\277][\200-\277]|[\341-\354\356\357][\200-\277][\200-\277]|\355[\200-\237][\200-\277]|\360[\220-\277][\200-\277][\200-\277]|[\361-\363][\200-\277][\200-\277][\200-\277]|\364[\200-\217][\200-\277][\200-\277]/, ".", plain)
    if (plain ~ /[\200-\377]/) return 1
    if (name ~ /\302[\200-\237]|\330\234|\342\200[\216\217\250-\256]|\342\201[\246-\251]/) return 1
    folded = parent "/" tolower(name)
    if (!(folded in met)) met[folded] = name
    if (met[folded] != name) return 1
    if (name !~ /[\200-\377]/) return 0
    # Of characters as in COMPOSED below, but for four that fold to two, each folds to one of the same kind.
    plain = name
    gsub(/\302[\240-\277]|\303[\200-\277]|[\304\305][\200-\277]|\320[\200-\277]|\321[\200-\237]|\330[\214\233\237\241-\272]|\331[\201-\212\240-\251]|\342\200[\220-\247\260-\276]|\343\200[\200-\251]|\344[\270-\277][\200-\277]|[\345-\351][\200-\277][\200-\277]|\357\274[\201-\277]/, "\001", plain)
    folded = parent "/" tolower(plain)
    if (!(folded in alike)) alike[folded] = name
    if (plain ~ /[\200-\377]/ || name ~ /\303\237|\304\260|\305[\211\277]/ || alike[folded] != name) more++
    return 0
}
{
    path = $0
    isfolder = sub(/\/$/, "", path)
    n = split(path, parts, "/")
    folder = size = 0
    for (at = 1; at <= n; at++) {
        name = folder "/" parts[at]  # a folder is its number, so that a long path costs no more than its length
        size += length(parts[at]) + 1
        if (!(name in number)) number[name] = refused(folder, parts[at]) || size > 3801 ? 0 : ++count
        if (!number[name]) break
        folder = number[name]
    }
    if (at > n) { if (!isfolder) print "in " path; next }
    if (name in printed) next
    printed[name]
    whole = parts[1]
    for (n = 2; n <= at; n++) whole = whole "/" parts[n]
    print "out " whole
}
END { if (more) print "more " more }
AWK

# is_moment YYYY-MM-DDThh:mm:ssZ: whether that is a day of the calendar, and a time of day. A digit before each: 08 is octal.
is_moment() {
    IFS=-T:Z
    set -- $1
    unset IFS
    case $2 in
    02) last=$((28 + (1$1 % 4 == 0 && (1$1 % 100 != 0 || 1$1 % 400 == 0)))) ;;
    0[469] | 11) last=30 ;;
    0[13578] | 1[02]) last=31 ;;
    *) return 1 ;;
    esac
    [ "$1" != 0000 ] && [ "1$3" -ge 101 ] && [ "1$3" -le "1$last" ] && [ "1$4" -le 123 ] && [ "1$5" -le 159 ] && [ "1$6" -le 159 ]
}
# has_form FORM VALUE: whether a member's value is what members of its kind are.
has_form() {
    case $1 in
    digest) [ ${#2} -eq 64 ] && case $2 in *[!0-9a-f]*) false ;; esac ;;
    state) case $2 in [A-Z][A-Z]) ;; *) false ;; esac ;;
    moment) case $2 in [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z) is_moment "$2" ;; *) false ;; esac ;;
    action) case $2 in "" | *[!a-z-]*) false ;; esac ;;
    authority) # such as xa/central-authority
        case $2 in
        [a-z][a-z]/[a-z]*) [ ${#2} -le 64 ] && case ${2#???} in *[!a-z0-9-]* | *- | *--*) false ;; esac ;;
        *) false ;;
        esac
        ;;
    officer) # such as xa-0005, with up to eight digits
        case $2 in
        [a-z][a-z]-[0-9][0-9][0-9][0-9]*) [ ${#2} -le 11 ] && case ${2#???} in *[!0-9]*) false ;; esac ;;
        *) false ;;
        esac
        ;;
    *) false ;;
    esac
}
# member DOCUMENT NAME FORM: sets value to the document's member, if it has exactly one of that name and form.
parsed=
member() {
    value= times=0
    [ -f "$1" ] || return 1
    [ "$1" = "$parsed" ] || awk -f "$work/members.awk" "$1" >"$work/members" || unsound
    parsed=$1
    while IFS= read -r each; do
        case $each in "$2 "*) value=${each#* } times=$((times + 1)) ;; esac
    done <"$work/members"
    [ $times -eq 1 ] && has_form "$3" "$value" || { value= && false; }
}
DIGEST='[0-9a-f]{64}'
digest() { # sets sum
    sum=
    [ -f "$1" ] && sum=$(sha256sum <"$1") && sum=${sum%% *}
}
# is_placed PATH: whether that file is there, and has a place in a bundle.
is_placed() { [ -f "$1" ] && { [ -z "$unplaced" ] || grep -qFx -- "$1" "$work/placed"; }; }
# epoch YYYY-MM-DDThh:mm:ssZ: sets seconds to those since 1970. A digit before each number and less of it: 08 is octal.
epoch() {
    IFS=-T:Z
    set -- $1
    unset IFS
    year=$((1$1 - 10000 - (1$2 <= 102))) month=$(((1$2 - 91) % 12))
    age=$((year / 400))
    year=$((year - age * 400))
    day=$((year * 365 + year / 4 - year / 100 + (153 * month + 2) / 5 + 1$3 - 101))
    seconds=$((((age * 146097 + day - 719468) * 24 + 1$4 - 100) * 3600 + (1$5 - 100) * 60 + 1$6 - 100))
}
# claimed DOCUMENT NAME: sets seconds to the moment that the document claims, if it does.
claimed() {
    seconds=
    if member "$1" "$2" moment; then epoch "$value"; fi
}

# Bytes of UTF-8, and those of characters that stay as they are in NFC: of Latin, Cyrillic, Arabic and Chinese
# letters, and signs.
UTF8=$(printf '[\001-\177]|[\302-\337][\200-\277]|\340[\240-\277][\200-\277]|[\341-\354\356\357][\200-\277][\200-\277]|\355[\200-\237][\200-\277]|\360[\220-\277][\200-\277][\200-\277]|[\361-\363][\200-\277][\200-\277][\200-\277]|\364[\200-\217][\200-\277][\200-\277]')
COMPOSED=$(printf '[\001-\177]|\302[\240-\277]|\303[\200-\277]|[\304\305][\200-\277]|\320[\200-\277]|\321[\200-\237]|\330[\241-\272]|\331[\201-\212\240-\251]|\330[\214\233\237]|\342\200[\220-\247\260-\276]|\343\200[\200-\251]|\344[\270-\277][\200-\277]|[\345-\351][\200-\277][\200-\277]|\357\274[\201-\277]')
# all_match PATTERN FILE: whether each line of the file is made of what the pattern describes.
all_match() { ! grep -aEqvx "($1)*" "$2"; }
# Characters that are not seen, or turn about what is read, in a text (section 1).
UNSEEN=$(printf '[\001-\037\177]|\302[\200-\237\255]|\342\200[\213\250-\256]|\342\201[\240-\257]|\357\273\277|\357\277[\271-\273]|\363\240[\200\201]')
AUTHORITY='[a-z]{2}/[a-z][a-z0-9]*(-[a-z0-9]+)*'
DAY='[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])'
UUID='[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'
# head_has_form: whether bundle.json, without its list, has its members in their order and each in its form.
head_has_form() {
    [ "$(wc -l <bundle.json)" -eq 0 ] && [ "$(wc -c <bundle.json)" -le 268435456 ] || return 1
    grep -aEqx "\{\"authority\":\"$AUTHORITY\",\"bag\":\"$DIGEST\",\"event\":\"$DIGEST\",\"exported\":\"${DAY}T([01][0-9]|2[0-3])(:[0-5][0-9]){2}Z\",\"files\":\[\],\"network\":\"$DIGEST\",\"officer\":(null|\"[a-z]{2}-[0-9]{4,8}\"),\"package\":\"$UUID\",\"reason\":\"([^\"\\]|\\\\[\"\\n])+\",\"seal\":\"$DIGEST\",\"version\":1\}" "$work/head" || return 1
    grep -aEq "$UNSEEN" "$work/head" && return 1
    sed -E 's/.*"exported":"([0-9]{4})-([0-9]{2})-([0-9]{2})T.*/\1 \2 \3/' "$work/head" | awk '{
        days = $2 == 2 ? 28 + ($1 % 4 == 0 && ($1 % 100 != 0 || $1 % 400 == 0)) : 30 + ($2 + ($2 > 7)) % 2
        exit !($3 <= days && $1 > 0) }' || return 1
    sed -E 's/^\{"authority":"([^"]*)".*/\1/' "$work/head" | awk '{ exit length($0) > 64 }' || return 1
    sed -E 's/.*"reason":"(.*)","seal":.*/\1/; s/\\./x/g' "$work/head" | tr -d '\200-\277\n' >"$work/reason"
    [ "$(wc -c <"$work/reason")" -le 2000 ]
}

# ---- bundle-complete: the files are exactly those of the list --------------------------------

complete=bundle-complete
find . ! -type d ! -type f | tr -c '[:print:]\n' '?' >"$work/odd"
if [ -s "$work/odd" ]; then
    # A link leads out of the bundle, and reading a pipe or a device may never end: nothing is read.
    fail_lines $complete "neither file nor folder" "$work/odd"
    go_on
    report $complete full
    exit 1
fi
find . -name '*[[:cntrl:]]*' | tr -c '[:print:]\n' '?' >"$work/odd"
fail_lines $complete "control character in a name" "$work/odd"
# Lines of names: none of what lies under a name with a control character, which could pass for two.
find . -type f ! -path '*[[:cntrl:]]*' | sed 's|^\./||' | sort >"$work/found"
find . -type d ! -path '*[[:cntrl:]]*' | sed '/^\.$/d; s|^\./||' | sort >"$work/folders"
# In byte order what a folder holds follows right after its name and a slash.
sed 's|$|/|' "$work/folders" | sort - "$work/found" | awk '
    function end() { if (folder != "" && folder != "bag/" && folder != "bag/data/") print substr(folder, 1, length(folder) - 1) }
    folder != "" && substr($0, 1, length(folder)) != folder { end() }
    { folder = $0 ~ /\/$/ ? $0 : "" }
    END { end() }' >"$work/odd"
fail_lines $complete "empty folder" "$work/odd"

: >"$work/sums"
: >"$work/sizes"
: >"$work/anew"
: >"$work/head"
listed_whole=
if [ "$(tr -d '\000' <bundle.json | wc -c)" -ne "$(wc -c <bundle.json)" ]; then
    fails $complete "bundle.json holds a NUL"
else
    bad=$(awk -f "$work/listing.awk" bundle.json) || unsound
    if [ -n "$bad" ] || ! cmp -s "$work/anew" bundle.json || ! head_has_form; then
        fails $complete "bundle.json is not in its form"
    else
        listed_whole=yes
    fi
fi
# Text in which no two characters could be written as one: of others this script cannot say whether they should be.
word=full
if ! all_match "$COMPOSED" bundle.json; then
    word=part
    all_match "$UTF8" bundle.json || fails $complete "bundle.json is not UTF-8"
fi
complete_word=$word
cut -c67- "$work/sums" >"$work/listed"
complete_unasked="whether all is in NFC of $(grep -aEcvx "($COMPOSED)*" "$work/listed") names$(all_match "$COMPOSED" "$work/head" || printf ' and of the reason in bundle.json'); all sizes and digests were compared"
if ! sort -c -u "$work/listed" 2>/dev/null; then
    fails $complete "bundle.json lists a file twice, or out of order"
    listed_whole=
    sort -u -o "$work/listed" "$work/listed"
fi
grep -Evn "^$DIGEST  [^/]" "$work/sums" >"$work/odd"
cut -c67- "$work/sums" | grep -nE '(^|/)\.{0,2}(/|$)' >>"$work/odd"
fail_lines $complete "no plain path in bundle.json" "$work/odd"
if [ -f SHA256SUMS ]; then
    digest SHA256SUMS
    grep -qx "$sum  SHA256SUMS" "$work/sums" || fails $complete "SHA256SUMS is not the list that bundle.json names"
    grep -v '^.\{66\}SHA256SUMS$' "$work/sums" >"$work/others"
    cmp -s "$work/others" SHA256SUMS || fails $complete "SHA256SUMS does not say the same as bundle.json"
else
    fails $complete "SHA256SUMS is missing"
fi
LATER='bundle\.json(\.p256\.p7s|\.mldsa65\.p7s|(\.([2-9]|[1-9][0-9]{1,2}))?\.tst)?|archive\.[1-9][0-9]?\.json((\.([2-9]|[1-9][0-9]{1,2}))?\.tst)?'
grep -Evx "$LATER" "$work/found" | comm -13 "$work/listed" - >"$work/odd"
fail_lines $complete "not listed in bundle.json" "$work/odd"
comm -23 "$work/listed" "$work/found" >"$work/odd"
fail_lines $complete "listed in bundle.json but missing" "$work/odd"
grep -Ex "$LATER" "$work/listed" >"$work/odd"
fail_lines $complete "bundle.json cannot list it" "$work/odd"
if [ ! -s "$work/fails/$complete" ]; then
    sha256sum -c --quiet --strict "$work/sums" >"$work/odd" 2>&1 </dev/null || fail_lines $complete "digest" "$work/odd"
    find . -type f -exec wc -c {} + | sed -n 's|^ *\([0-9][0-9]*\) \./|\1 |p' | sort >"$work/real"
    sort "$work/sizes" | comm -23 - "$work/real" >"$work/odd"
    fail_lines $complete "size" "$work/odd"
    made $complete "every listed file is there unchanged, and no other: $(wc -l <"$work/listed" | tr -d ' ')"
fi

go_on

# ---- bundle-layout: every file has a place ----------------------------------------------------

layout=bundle-layout
TST='(\.([2-9]|[1-9][0-9]{1,2}))?\.tst'
SIG='\.(p256|mldsa65)\.p7s'
ARC="archive\.[1-9][0-9]?\.json($TST)?"
PEM='[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.(pem|crl)'
EVENT='([0-9]{4}|[1-9][0-9]{4})\.((tombstone\.)?json|p256\.p7s|mldsa65\.p7s|tlog-proof)'
SEALED="seal\.json($SIG|$TST)?|$ARC"
cat >"$work/places" <<EOF
^bundle\.json($SIG|$TST)?$
^$ARC$
^(SHA256SUMS|check\.sh|report\.json|report\.(ar|en|es|fr|ru|zh)\.(html|pdf))$
^seal/($SEALED|segments\.b3|certificates/$PEM|seals/([1-9]|[12][0-9]|3[0-2])/($SEALED))$
^(request|messages/([0-9]{4}|[1-9][0-9]{4}))/((message|receipt)\.json($SIG)?|approvals\.json|attachments/$DIGEST|custody/$EVENT)$
^(custody/(earlier-[1-9][0-9]{0,3}\.)?|custody-node/)$EVENT$
^consents/$DIGEST/consent\.(json|(first|second)$SIG)$
^directory/metadata/(timestamp|[1-9][0-9]{0,8}\.(root|[a-z0-9-]{1,40}))\.json$
^directory/targets/([a-z0-9-]{1,40}/){0,3}$DIGEST\.[A-Za-z0-9._-]{1,100}$
^certificate/(certificate\.json($SIG|$TST)?|$ARC|form\.json|certificate\.(html|pdf)|certificates/$PEM)$
^certificates/[a-z]{2}-ca\.(p256|mldsa65)\.(pem|crl)$
^certificates/([a-z]{2}(-[a-z0-9]+)*\.(p256|mldsa65)|tsa|tsa-issuers)\.pem$
EOF
grep -v '^bag/' "$work/found" >"$work/beside"
grep -Evf "$work/places" "$work/beside" >"$work/odd"
find . -type f -path '*[[:cntrl:]]*' ! -path './bag/*' | tr -c '[:print:]\n' '?' >>"$work/odd"
grep -E '(^|/)custody(-node)?/(earlier-[0-9]*\.)?0000\.' "$work/beside" >>"$work/odd"
fail_lines $layout "no place in a bundle" "$work/odd"
{
    grep -Ev '^(bag|directory)/' "$work/folders" | grep -Ef "$work/places"
    grep '^directory/.*\.json$' "$work/folders"
} >"$work/odd"
fail_lines $layout "a folder in the place of a file" "$work/odd"
grep -Ef "$work/places" "$work/beside" | sort >"$work/placed"
unplaced=
[ ! -s "$work/odd" ] || unplaced=yes
# Signatures, timestamps and proofs of something that does not lie beside them.
sed -nE "s/^((.*\/)?custody(-node)?\/[^\/]*)($SIG|\.tlog-proof)\$/\1.json/p; t
s/^(consents\/$DIGEST\/consent)\.(first|second)$SIG\$/\1.json/p; t
s/^(.*\.json)($SIG|$TST)\$/\1/p" "$work/placed" | sort -u | comm -23 - "$work/found" | while IFS= read -r each; do
    [ -f "${each%.json}.tombstone.json" ] || printf '%s\n' "$each"
done >"$work/odd"
fail_lines $layout "signed or stamped, but not there" "$work/odd"
sed -nE 's/^messages\/([0-9]+)\/.*/\1/p' "$work/placed" | sort -n -u | awk '{ if ($1 + 0 != NR) print "messages/" $1 }' >"$work/odd"
fail_lines $layout "its number does not follow" "$work/odd"
sed -nE 's/^((.*\/)?)archive\.([0-9]+)\.json$/\1 \3/p' "$work/placed" | sort -t ' ' -k1,1 -k2,2n | awk -F' ' '{ n = $NF; f = NF > 1 ? $1 : ""; if (f != last) { count = 0; last = f }; count++; if (n != count) print f "archive." n ".json" }' >"$work/odd"
fail_lines $layout "its number does not follow" "$work/odd"
sed -nE 's/^((.*\/)?archive\.[0-9]+\.json)$/\1.tst/p' "$work/placed" | sort | comm -23 - "$work/found" >"$work/odd"
fail_lines $layout "a list without its timestamp" "$work/odd"
for each in consents/*/consent.json; do
    place=${each%/*}
    digest "$each" && [ "$sum" != "${place#consents/}" ] && fails $layout "another digest than its name: $each"
done
if [ -f check.sh ] && [ -n "$self" ] && ! cmp -s "$self" check.sh; then
    fails $layout "check.sh in the bundle is not this script"
fi
for each in report.*.html; do
    [ -f "$each" ] && [ "$(head -c 15 "$each")" != "<!doctype html>" ] && fails $layout "no HTML: $each"
done
for each in report.*.pdf; do
    [ -f "$each" ] && [ "$(head -c 5 "$each")" != "%PDF-" ] && fails $layout "no PDF: $each"
done
made $layout "each name beside the evidence has a place: $(wc -l <"$work/beside" | tr -d ' ')"

go_on

# ---- certificates: each one whole, and the State CAs -------------------------------------------

tools=yes
command -v "$OPENSSL" >/dev/null 2>&1 || tools=
mldsa=
[ -n "$tools" ] && "$OPENSSL" list -signature-algorithms 2>/dev/null | grep -qi 'ML-DSA-65' && mldsa=yes
: >"$work/cas"
# show FILE: reads one certificate and writes it to "whole" as openssl does. Sets who to its one rogatory name,
# such as state-ca:xa, family, and print, its SHA-256. Of its text only the kind of key is read, no names.
show() {
    : >"$work/whole"
    "$OPENSSL" x509 -in "$1" -text -certopt "$KEY_ALONE" -ext subjectAltName -fingerprint -sha256 2>/dev/null </dev/null |
        awk 'BEGIN { whole = ENVIRON["WORK"] "/whole" }
            /^-----BEGIN CERTIFICATE-----$/ { pem = 1 }
            pem { print > whole; next }
            /^ *Public Key Algorithm: id-ecPublicKey/ { family = "p256" }
            /Fingerprint=/ { sub(/.*=/, ""); gsub(/:/, ""); sum = tolower($0); next }
            {
                n = split($0, parts, ",")
                for (at = 1; at <= n; at++) {
                    sub(/^ */, "", parts[at])
                    if (parts[at] ~ /^URI:rogatory:[a-z-]*:[a-z0-9\/-]*$/) { names++; name = substr(parts[at], 14) }
                }
            }
            END { print (names == 1 ? name : "-"), family ? family : "mldsa65", sum }' >"$work/shown" || unsound
    read -r who family print <"$work/shown"
    [ "$who" != - ] || who=
    [ -s "$work/whole" ]
}
KEY_ALONE=no_header,no_version,no_serial,no_signame,no_issuer,no_validity,no_subject,no_extensions,no_sigdump,no_aux
# key NAME: sets key to the name as one that a file may have.
key() { case $1 in */*/*) key= ;; */*) key=${1%%/*}%${1#*/} ;; *) key=$1 ;; esac; }
# judge FILE PART: what its place demands of a certificate that was shown.
judge() {
    case $1 in certificates/*) ;; *) return ;; esac
    stem=${1#certificates/}
    stem=${stem%.pem}
    state=${who#state-ca:}
    case $stem in
    tsa) [ "${who%%:*}" = tsa ] || fails $layout "no timestamp authority: $1" ;;
    tsa-issuers | ??-ca.p256 | ??-ca.mldsa65)
        if [ "${who%%:*}" != state-ca ] || { [ "$stem" != tsa-issuers ] && [ "${stem%%-*}" != "$state" ]; }; then
            fails $layout "no State CA of that State: $1"
            return
        fi
        [ "$stem" = tsa-issuers ] || [ "${stem##*.}" = "$family" ] || fails $layout "a key of another kind: $1"
        grep -q "^$state $family $print\$" "$work/cas" && return
        printf '%s %s %s\n' "$state" "$family" "$print" >>"$work/cas"
        cat "$2" >>"$work/own/$state.$family"
        cat "$2" >"$work/each/$print"
        grep -qx "$print" "$work/given" && cat "$2" >>"$work/trusted/$state.$family"
        ;;
    *)
        case $who in tsa:* | state-ca:*) fails $layout "a certificate that has another name here: $1" ;; esac
        [ "$(printf '%s' "${who#*:}" | tr / -)" = "${stem%.*}" ] || fails $layout "of another holder: $1"
        key "$who"
        [ -z "$key" ] || cat "$2" >"$work/holders/$key.$family"
        ;;
    esac
}
grep -E '^((seal|certificate)/)?certificates/[^/]*\.pem$' "$work/placed" >"$work/pems"
grep -E '^((seal|certificate)/)?certificates/[^/]*\.crl$' "$work/placed" >"$work/lists"
[ -n "$tools" ] || : >"$work/pems"
[ -n "$tools" ] || : >"$work/lists"
while IFS= read -r file; do
    if show "$file" && cmp -s "$file" "$work/whole"; then
        judge "$file" "$file"
        continue
    fi
    rm -rf "$work/split"
    mkdir "$work/split"
    awk 'BEGIN { to = ENVIRON["WORK"] "/split/" } /^-----BEGIN CERTIFICATE-----$/ { n++ } { f = sprintf("%s%05d", to, n); print > f; if (n > 200) exit }' "$file"
    if [ -f "$work/split/00000" ] || ! cat "$work"/split/* 2>/dev/null | cmp -s - "$file"; then
        fails $layout "not certificates alone: $file"
        continue
    fi
    for part in "$work"/split/*; do
        if show "$part" && cmp -s "$part" "$work/whole"; then judge "$file" "$part"; else fails $layout "not a certificate in PEM: $file"; fi
    done
done <"$work/pems"
go_on

# The entries of a revocation list as "openssl asn1parse" shows them: "OF SERIAL SINCE KEPT" each. SINCE is the invalidity
# date, or else the date of revocation, "-" if it cannot be read; KEPT says that by the reason nobody else has the key.
cat >"$work/entries.awk" <<'AWK'
function moment(text) { # of 20261124030000Z
    if (length(text) != 15 || substr(text, 15) != "Z" || substr(text, 1, 14) ~ /[^0-9]/) return "-"
    return substr(text, 1, 4) "-" substr(text, 5, 2) "-" substr(text, 7, 2) "T" substr(text, 9, 2) ":" substr(text, 11, 2) ":" substr(text, 13, 2) "Z"
}
function unhex(text, at, out) { # of a GeneralizedTime in hexadecimal digits
    if (substr(text, 1, 4) != "180F" || length(text) != 34) return ""
    for (at = 5; at < 33; at += 2) {
        if (substr(text, at, 1) != "3") return ""
        out = out substr(text, at + 1, 1)
    }
    return out (substr(text, 33) == "5A" ? "Z" : "")
}
function end() {
    if (serial == "") return
    if (invalid != "" && since != "-" && (invalid == "-" || invalid < since)) since = invalid
    if (!removed) print of, serial, since == "" ? "-" : since, kept ? "kept" : "lost"
    serial = ""
}
{ value = $0; sub(/^[^:]*:[^:]*:[^:]*:/, "", value) }
/^ *[0-9]+:d=[0-4] / { extension = "" }
/^ *[0-9]+:d=[0-3] / { end() }
/^ *[0-9]+:d=4 .*prim: INTEGER / {
    end()
    serial = value
    sub(/^0+/, "", serial)
    if (serial == "") serial = "0"
    since = invalid = kept = removed = ""
}
serial != "" && since == "" && /^ *[0-9]+:d=4 .*prim: UTCTIME / { since = moment((substr(value, 1, 2) < "50" ? "20" : "19") value) }
serial != "" && since == "" && /^ *[0-9]+:d=4 .*prim: GENERALIZEDTIME / { since = moment(value) }
serial != "" && /^ *[0-9]+:d=6 .*prim: OBJECT / { extension = value }
serial != "" && /^ *[0-9]+:d=6 .*prim: OCTET STRING / {
    if (extension == "X509v3 CRL Reason Code") { kept = value ~ /^0A010[345]$/; removed = value == "0A0108" }
    if (extension == "Invalidity Date") invalid = moment(unhex(value))
    if (extension == "X509v3 Certificate Issuer") exit 1
}
END { end() }
AWK
# Lists of State CAs at hand; where the reader gave the fingerprint of one, of that alone. "unheard" has those of others.
: >"$work/withdrawn"
: >"$work/unheard"
while IFS= read -r file; do
    go_on
    # That of the State CA which the file's name says is tried first.
    name=${file##*/}
    by=${name%.crl}
    { grep "^${name%%-*} ${by##*.} " "$work/cas"; cat "$work/cas"; } >"$work/issuing"
    "$OPENSSL" crl -in "$file" -out "$work/whole" 2>/dev/null </dev/null && cmp -s "$file" "$work/whole" && why="is by no State CA at hand" ||
        { fails $layout "no revocation list: $file" && why="cannot be read"; }
    heard=
    while read -r state family print; do
        [ ! -s "$work/trusted/$state.$family" ] || grep -qx "$print" "$work/given" || continue
        "$OPENSSL" crl -in "$file" -noout -verify -CAfile "$work/each/$print" -no-CApath -no-CAstore 2>&1 </dev/null | grep -q '^verify OK' || continue
        "$OPENSSL" asn1parse -in "$file" >"$work/said" 2>/dev/null </dev/null &&
            awk -v of="$state.$family" -f "$work/entries.awk" "$work/said" >"$work/entries" || continue
        room
        cat "$work/entries" >>"$work/withdrawn" || unsound
        heard=yes
        break
    done <"$work/issuing"
    [ -n "$heard" ] && continue
    case $name in *.mldsa65.crl) [ -n "$mldsa" ] || why="is for an openssl that has ML-DSA (3.5 or later)" ;; esac
    left certificates "the revocation list $file $why"
    printf '%s\n' "$name" | sed -nE "s;^([a-z]{2})-ca(-[0-9]+)?\.(p256|mldsa65)\.crl\$;\1.\3 the revocation list $file $why;p" >>"$work/unheard"
done <"$work/lists"
go_on

identity=identity
if [ -s "$work/given" ]; then
    while IFS= read -r print; do
        if grep -q " $print\$" "$work/cas"; then
            made $identity "State CA $(grep " $print\$" "$work/cas" | head -n 1 | cut -c1-2 | tr 'a-z' 'A-Z') is one that you gave"
        elif [ -n "$tools" ]; then
            fails $identity "no State CA in this bundle has the fingerprint $print"
        fi
    done <"$work/given"
fi

# ---- signatures and timestamps -----------------------------------------------------------------

# anchors STATE FAMILY: the file of State CAs to judge by; sets compared to what they are worth.
anchors() {
    compared=
    anchor=$work/trusted/$1.$2
    if [ -s "$anchor" ]; then compared=yes; else anchor=$work/own/$1.$2; fi
    [ -s "$anchor" ]
}

# withdrawn: asks the revocation lists about the signer of "document". Fails if one withdrew its certificate by the
# moment in question. Where somebody else may have the key, the signature itself has to be "proved" before that.
withdrawn() {
    [ -s "$work/unheard" ] && grep "^$state\.$family " "$work/unheard" >"$work/entries" && while read -r _ why; do
        left "$id" "$why"
    done <"$work/entries"
    [ -s "$work/withdrawn" ] && grep -q "^$state\.$family " "$work/withdrawn" || return 1
    serial=$("$OPENSSL" x509 -in "$work/signer" -noout -serial 2>/dev/null </dev/null | sed 's/^serial=0*//')
    grep "^$state\.$family ${serial:-0} " "$work/withdrawn" >"$work/entries" || return 1
    claim=$seconds out=
    while read -r _ _ since keeper; do
        [ "$since" != - ] || { left "$id" "the date of the certificate that signed $document in a revocation list cannot be read"; continue; }
        epoch "$since"
        if [ "$at" -ge "$seconds" ]; then
            if [ -n "$unproved" ] && [ "$unproved" -lt "$seconds" ]; then
                left "$id" "the certificate that signed $document was withdrawn from $since on, after the moment that is claimed, which others may read a proof of"
            else
                fails "$id" "the certificate that signed $document was withdrawn from $since on"
                out=yes
            fi
        elif [ "$keeper" = lost ] && { [ -z "$proved" ] || [ "$proved" -ge "$seconds" ]; }; then
            left "$id" "whether $document was signed before $since, when others may have had the key, is for other proofs"
        fi
    done <"$work/entries"
    seconds=$claim
    [ -n "$out" ]
}

# holds_at MOMENT: whether the signature file "signed" on "document" holds then; the signer is in "signer".
holds_at() {
    : >"$work/signer"
    "$OPENSSL" cms -verify -cades -binary -inform DER -purpose any -in "$signed" -content "$document" \
        -CAfile "$anchor" -no-CApath -no-CAstore -attime "$1" -out /dev/null -signer "$work/signer" >"$work/said" 2>&1 </dev/null
}

# signature ID DOCUMENT HOLDER USE MOMENT [STEM]: both families, as far as there are files. Where the moment is proved
# by nothing that this script reads, "unproved" is the one that the document claims: others may read a proof of it. At the
# moment "proved" a token proves the signatures.
unproved=
proved=
signature() {
    id=$1 document=$2 holder=$3 use=$4 at=$5 stem=${6:-$2}
    [ -n "$tools" ] || { left "$id" "openssl is lacking"; return; }
    case $holder:$at in :* | *:) fails "$id" "$document does not say who signed it, or when"; return ;; esac
    case $holder in *[A-Z]*) named=$(printf '%s' "$holder" | tr 'A-Z' 'a-z') ;; *) named=$holder ;; esac
    state=${named%"${named#??}"}
    key "$use:$named"
    [ -f "$stem.p256.p7s" ] || { fails "$id" "$document is not signed"; return; }
    for family in p256 mldsa65; do
        signed=$stem.$family.p7s
        if [ ! -f "$signed" ]; then
            # Seals, bags, events and officers' certificates always have it (section 4). Of the others, whoever has an
            # ML-DSA certificate must sign with it, too; when he got it, the directory says.
            case $id in seal-* | bag-signed | custody-journal | message-events | certificate)
                fails "$id" "$signed is missing"
                continue
                ;;
            esac
            case $named in */*) pem=${named%%/*}-${named#*/} ;; *) pem=$named ;; esac
            [ -f "certificates/$pem.$family.pem" ] || continue
            if [ "$id" = bundle-signed ]; then fails "$id" "$signed is missing"; else left "$id" "there is no $signed"; fi
            continue
        fi
        if [ $family = mldsa65 ] && [ -z "$mldsa" ]; then
            left "$id" "this openssl has no ML-DSA (3.5 or later has)"
            continue
        fi
        anchors "$state" $family || { left "$id" "no State CA of $state is in certificates/"; continue; }
        if ! holds_at "$at"; then
            if [ -n "$unproved" ] && holds_at "$unproved"; then
                left "$id" "the $family signature on $document holds at the moment that is claimed, not at another one"
            else
                fails "$id" "the $family signature on $document does not hold"
            fi
            continue
        fi
        # What was found of a certificate's holder is the same for all that it signed.
        valid=$work/valid/$key.$family
        if [ ! -f "$valid" ] || ! cmp -s "$work/signer" "$valid"; then
            of=$work/holders/$key.$family
            if [ ! -f "$of" ] || ! cmp -s "$work/signer" "$of"; then
                asked=$family
                show "$work/signer"
                family=$asked
                if ! cmp -s "$work/signer" "$work/whole" || [ "$who" != "$use:$named" ]; then
                    fails "$id" "$document is signed by another: $who"
                    continue
                fi
            fi
            cat "$work/signer" >"$valid"
        fi
        ! withdrawn || continue
        if [ -n "$compared" ]; then made "$id" "$family signature of $holder"; else left "$id" "the fingerprint of the State CA of $state is not compared"; fi
    done
}

# openssl reads fewer forms of a token than section 5 allows, and asks more of one. A token is false where it is
# nothing of the kind, or its imprint, its version, its signature, or its certificate at that time is wrong.
# unread ID TOKEN: of a token that openssl cannot read.
unread() {
    if "$OPENSSL" asn1parse -inform DER -in "$2" 2>/dev/null </dev/null >"$work/said" &&
        grep -Eq '^ *[0-9]+:d=1 .*:pkcs7-signedData' "$work/said" && grep -Eq '^ *[0-9]+:d=4 .*:id-smime-ct-TSTInfo' "$work/said"; then
        left "$1" "openssl does not read the form of $2, which others may"
    else
        fails "$1" "$2 is no timestamp"
    fi
}
# refused ID TOKEN: of a token that openssl read and does not admit; its words are in "said".
refused() {
    if grep -Eqi 'unable to get (local )?issuer certificate|self.signed certificate|signer certificate not found' "$work/said"; then
        left "$1" "the State CA of the authority of $2, or its certificate, is not in certificates/"
    elif grep -Eqi 'imprint mismatch|unsupported version|digest failure|certificate verify error' "$work/said"; then
        fails "$1" "the timestamp $2 does not hold"
    elif grep -Eqi 'signature failure' "$work/said" && ! grep -Eqi 'unknown digest' "$work/said" && one_digest "$2"; then
        fails "$1" "the signature of the timestamp $2 does not hold"
    else
        left "$1" "openssl does not admit the form of $2, which others may"
    fi
}
# one_digest TOKEN: whether its signature is over the digest that its signer names; openssl verifies no other.
one_digest() {
    "$OPENSSL" cms -cmsout -print -noout -inform DER -in "$1" 2>/dev/null </dev/null | awk '
        /^ *signerInfos:/ { signer = 1 }
        signer && /^ *(digest|signature)Algorithm:/ { asked = $1; next }
        asked != "" { if (match($0, /(sha|SHA)[0-9]+/)) found[asked] = substr($0, RSTART + 3, RLENGTH - 3); asked = "" }
        END { exit ("signatureAlgorithm:" in found) && found["digestAlgorithm:"] != found["signatureAlgorithm:"] }'
}

# stamped ID DOCUMENT TOKEN: sets moment to the token's time if it holds.
stamped() {
    moment=
    [ -n "$tools" ] || { left "$1" "openssl is lacking"; return; }
    said=$("$OPENSSL" ts -reply -in "$3" -token_in -text 2>/dev/null | sed -n 's/^Time stamp: //p' | head -n 1)
    time=$(printf '%s\n' "$said" | awk '{ m = index("JanFebMarAprMayJunJulAugSepOctNovDec", $1); split($3, t, "."); if (m % 3 == 1 && $4 ~ /^[0-9][0-9][0-9][0-9]$/ && t[1] ~ /^[0-9][0-9]:[0-9][0-9]:[0-9][0-9]$/) printf "%s-%02d-%02dT%sZ\n", $4, (m + 2) / 3, $2, t[1] }')
    [ -n "$time" ] || { unread "$1" "$3"; return; }
    epoch "$time"
    time=$seconds
    cat "$work"/own/*.p256 >"$work/issuers" 2>/dev/null
    cat "$work"/trusted/*.p256 >"$work/compared" 2>/dev/null
    [ -s "$work/issuers" ] || { left "$1" "no State CA is in certificates/"; return; }
    for file in "$work/compared" "$work/issuers"; do
        [ -s "$file" ] || continue
        set -- "$1" "$2" "$3"
        if [ -f certificates/tsa.pem ]; then set -- "$@" -untrusted certificates/tsa.pem; fi
        id=$1 document=$2 token=$3
        shift 3
        if "$OPENSSL" ts -verify -data "$document" -token_in -in "$token" -CAfile "$file" -attime "$time" "$@" >"$work/said" 2>&1 </dev/null; then
            moment=$time
            if [ "$file" = "$work/compared" ]; then made "$id" "timestamp $said"; else left "$id" "the fingerprint of the State CA of the timestamp authority is not compared"; fi
            return
        fi
        set -- "$id" "$document" "$token"
    done
    refused "$1" "$3"
}

# earlier A B: sets first_of to the earlier of two moments, each of which may be none.
earlier() {
    first_of=$1
    if [ -z "$1" ] || { [ -n "$2" ] && [ "$2" -lt "$1" ]; }; then first_of=$2; fi
}

# list_holds ID FOLDER LIST: whether the list is in its form, and each file that it names lies there as it says. Its names
# are then in "beside".
NAME='[A-Za-z0-9][A-Za-z0-9._-]{0,99}'
STAMPED="\\{\"path\":\"$NAME(/$NAME){0,3}\",\"sha512\":\"[0-9a-f]{128}\"\\}"
list_holds() {
    if [ "$(wc -l <"$3")" -ne 0 ] || [ "$(tr -d '\000' <"$3" | wc -c)" -ne "$(wc -c <"$3")" ] ||
        ! grep -aEqx "\\{\"files\":\\[$STAMPED(,$STAMPED)*\\],\"version\":1\\}" "$3"; then
        fails "$1" "$3 is not in its form"
        return 1
    fi
    { tr '{' '\n' <"$3" && echo; } | sed -nE 's|^"path":"([^"]*)","sha512":"([0-9a-f]*)".*|\2 *\1|p' >"$work/stated"
    cut -c131- "$work/stated" >"$work/beside"
    if ! sort -c -u "$work/beside" 2>/dev/null || [ "$(wc -l <"$work/beside")" -gt 2000 ]; then
        fails "$1" "$3 lists a file twice, or out of order, or more than 2000"
        return 1
    fi
    kept=yes
    while read -r stated name; do
        name=${name#\*}
        [ -f "$2$name" ] && [ "$("$OPENSSL" dgst -sha512 -r "$2$name" 2>/dev/null </dev/null)" = "$stated *$2$name" ] && continue
        fails "$1" "$2$name is not as it was when the list $3 was stamped"
        kept=
    done <"$work/stated"
    [ -n "$kept" ]
}

# Anybody can lay more tokens and lists beside a document.
MOST_STAMPS=20
# stamps ID FOLDER DOCUMENT: the tokens over it and over the lists beside it, so many of them; sets earliest, of those over it and
# over the lists that name it, and signed_before, of those over lists that name its two signatures, too. A list gives a
# moment only if it holds.
stamps() {
    earliest= signed_before= taken=0
    stamp_id=$1
    for token in "$2$3".tst "$2$3".[1-9]*.tst "$2"archive.[1-9]*.tst; do
        is_placed "$token" || continue
        over=${token%.tst}
        case $over in *.json) ;; *) over=${over%.*} ;; esac
        [ -f "$over" ] || continue
        taken=$((taken + 1))
        [ $taken -le $MOST_STAMPS ] || { left "$stamp_id" "of the timestamps over $2$3 and the lists beside it, $MOST_STAMPS were read"; break; }
        stamped "$stamp_id" "$over" "$token"
        if [ "$over" != "$2$3" ]; then
            [ -n "$tools" ] && list_holds "$stamp_id" "$2" "$over" || continue
            grep -qFx -- "$3" "$work/beside" || continue
            if grep -qFx -- "$3.p256.p7s" "$work/beside" && grep -qFx -- "$3.mldsa65.p7s" "$work/beside"; then
                earlier "$signed_before" "$moment"
                signed_before=$first_of
            fi
        fi
        earlier "$earliest" "$moment"
        earliest=$first_of
    done
}


member bundle.json authority authority
exporter=$value
claimed bundle.json exported
exported=$seconds
member bundle.json event digest
export_event=$value
member bundle.json bag digest
exported_bag=$value
same() { # same ID MEMBER FILE: bundle.json names the digest of that file
    member bundle.json "$2" digest
    digest "$3" && [ "$value" = "$sum" ] || fails "$1" "bundle.json names another $2 than $3"
}
stamps bundle-signed "" bundle.json
proved=$signed_before
signature bundle-signed bundle.json "$exporter" authority "${earliest:-$exported}"
# What the list has was there when the list was stamped.
bundled=
[ -s "$work/fails/$complete" ] || bundled=$earliest
proved=$bundled
same bundle-signed bag bag/tagmanifest-sha256.txt
if [ -f directory/metadata/1.root.json ]; then
    same bundle-signed network directory/metadata/1.root.json
else
    left bundle-signed "there is no directory"
fi
same bundle-signed seal seal/seal.json

# names DOCUMENT NAME SUM: whether that member of the document is this digest, or neither is there.
names() {
    member "$1" "$2" digest
    [ "$value" = "$3" ]
}
member seal/seal.json sender authority
first=$value
seals=0
while [ -f "seal/seals/$((seals + 1))/seal.json" ] && [ $seals -lt 32 ]; do seals=$((seals + 1)); done
if is_placed seal/seal.json; then
    claimed seal/seal.json sealed
    sealed=$seconds
    stamps seal-stamped seal/ seal.json
    # Without a token, at the moment of section 18.9.
    read_at=${earliest:-$exported}
    unproved=
    [ -n "$earliest" ] || unproved=$sealed
    earlier "$signed_before" "$bundled"
    proved=$first_of
    signature seal-signed seal/seal.json "$first" authority "$read_at"
    bound=$earliest
    number=0
    before=
    while [ $number -lt $seals ]; do
        number=$((number + 1))
        place=seal/seals/$number/
        stamps seal-chain "$place" seal.json
        member "${place}seal.json" sender authority
        sender=$value
        claimed "${place}seal.json" sealed
        unproved=
        [ -n "$earliest" ] || unproved=$seconds
        earlier "$signed_before" "$bundled"
        proved=$first_of
        signature seal-chain "${place}seal.json" "$sender" authority "${earliest:-$read_at}"
        if [ $number -eq 1 ]; then first=$sender bound=$earliest sealed=$seconds; fi
        names "${place}seal.json" replaces "$before" || fails seal-chain "${place}seal.json does not name the seal before it"
        digest "${place}seal.json"
        before=$sum
    done
    sed -n 's|^seal/seals/\([^/]*\)/.*|\1|p' "$work/found" | sort -n -u | awk -v seals="$seals" '$0 != NR { wrong = 1 } END { exit !(wrong || NR != seals) }' &&
        fails seal-chain "the folders in seal/seals/ do not follow each other from 1"
    names seal/seal.json replaces "$before" || fails seal-chain "seal/seal.json does not name the seal before it"
    proved=$bundled
    if digest bag/tagmanifest-sha256.txt; then
        names seal/seal.json bag "$sum" || fails bag-sealed "the seal is of another bag"
        made bag-sealed "the seal names the digest of this bag"
        # Whose bag it is, the bag says (section 14): a seal that names another sender is another check's fault.
        sender=
        [ ! -f bag/bag-info.txt ] || sender=$(sed -n 's/^Rogatory-Sender: //p' bag/bag-info.txt)
        case $sender in
            "") left bag-signed "bag/bag-info.txt names no sender" ;;
            *[!a-z0-9/-]*) left bag-signed "what bag/bag-info.txt names is no sender" ;;
            *)
                unproved=
                [ -n "$bound" ] || unproved=$sealed
                signature bag-signed bag/tagmanifest-sha256.txt "$sender" authority "${bound:-$read_at}"
                unproved=
                ;;
        esac
    else
        left bag-sealed "bag/tagmanifest-sha256.txt is missing"
        left bag-signed "bag/tagmanifest-sha256.txt is missing"
    fi
else
    fails seal-form "seal/seal.json is missing"
fi

go_on

# ---- the bag -------------------------------------------------------------------------------------

# What lies in the bag under a name that no package has belongs to none of its other checks (section 13.1).
{
    sed -n 's|^bag/||p' "$work/found"
    sed -n 's|^bag/\(.*\)|\1/|p' "$work/folders"
} | sort | awk -f "$work/names.awk" >"$work/names"
sed -n 's/^out //p' "$work/names" >"$work/odd"
find . -path './bag/*' -name '*[[:cntrl:]]*' | tr -c '[:print:]\n' '?' >>"$work/odd"
fail_lines bag-form "a name that no package has" "$work/odd"
for each in bagit.txt bag-info.txt manifest-sha256.txt manifest-sha512.txt manifest-sha3512.txt manifest-blake2b512.txt case.jsonld conditions.json \
    inventory.jsonl items-root.txt package-secret.bin media.json members.jsonl tagmanifest-sha256.txt tagmanifest-sha256.txt.p256.p7s \
    tagmanifest-sha256.txt.mldsa65.p7s offsets; do
    [ ! -d "bag/$each" ] || fails bag-form "a folder in the place of a file: $each"
done
for each in data request earlier; do
    [ ! -f "bag/$each" ] || fails bag-form "a file in the place of a folder: $each"
done
sed -n 's/^in //p' "$work/names" | sort >"$work/inside"
bag_word=full
bag_unasked=$(sed -n 's/^more //p' "$work/names")
if [ -n "$bag_unasked" ]; then
    bag_word=part
    bag_unasked="whether of $bag_unasked names each is in NFC and folds to none of the others; all digests were compared"
fi

# listed ID MANIFEST FILES: the manifest lists exactly these files, in order, each once with its digest.
listed() {
    if [ ! -f "bag/$2" ]; then left "$1" "bag/$2 is missing"; return; fi
    tr -d '\000' <"bag/$2" >"$work/manifest" || unsound
    cmp -s "$work/manifest" "bag/$2" || fails "$1" "bag/$2 holds a NUL"
    awk '{ print }' "$work/manifest" | cmp -s - "$work/manifest" || fails "$1" "bag/$2 does not end its last line"
    grep -aEvn "^$DIGEST  [^/]" "$work/manifest" >"$work/odd"
    fail_lines "$1" "no line of a manifest" "$work/odd"
    cut -c67- "$work/manifest" >"$work/named" || unsound
    sort -c -u "$work/named" 2>/dev/null || fails "$1" "bag/$2 lists a file twice, or out of order"
    awk -f "$work/names.awk" "$work/named" | sed -n 's/^out //p' >"$work/odd"
    grep -aE '/$|^$' "$work/named" >>"$work/odd"
    fail_lines "$1" "a name that no package has" "$work/odd"
    sort -u "$work/named" | comm -3 - "$3" >"$work/odd"
    fail_lines "$1" "missing, or not listed" "$work/odd"
    [ -s "$work/fails/$1" ] && return
    # What bundle.json lists with the same digests was read above; it is not read again.
    sort "$work/manifest" | comm -23 - "$work/read" >"$work/odd"
    if [ -s "$work/odd" ] && ! (cd bag && sha256sum -c --quiet --strict "$work/manifest") >"$work/odd" 2>&1 </dev/null; then
        fail_lines "$1" "digest" "$work/odd"
    fi
    made "$1" "every file of the manifest is there unchanged, and no other: $(wc -l <"$work/named" | tr -d ' ')"
}
sed -n 's|^\(.\{66\}\)bag/|\1|p' "$work/sums" | sort >"$work/read"
[ ! -s "$work/fails/$complete" ] || : >"$work/read"
grep '^data/' "$work/inside" >"$work/payload"
grep -v '^data/' "$work/inside" | grep -Evx 'offsets|tagmanifest-sha256\.txt(\.(p256|mldsa65)\.p7s)?' >"$work/tags"
listed bag-files manifest-sha256.txt "$work/payload"
listed bag-tags tagmanifest-sha256.txt "$work/tags"
grep -Evx 'manifest-sha256\.txt' "$work/tags" | grep -Eqx 'manifest-[^/]*' && left bag-files "there are other manifests"
[ ! -e bag/offsets ] || left bag-files "there is a table of offsets, which is compared by other means"

go_on

# ---- messages, receipts, custody, certificate ----------------------------------------------------

# signed_by ID DOCUMENT NAME FORM USE MOMENT [STEM]: the signature of whom that member names, at the moment of the other.
signed_by() {
    member "$2" "$3" "$4"
    holder=$value
    claimed "$2" "$6"
    signature "$1" "$2" "$holder" "$5" "$seconds" "${7:-$2}"
}
for place in request/ messages/[0-9][0-9][0-9][0-9]/ messages/[1-9][0-9][0-9][0-9][0-9]/; do
    [ -d "$place" ] || continue
    id=messages
    [ "$place" = request/ ] && id=request
    message=${place}message.json
    is_placed "$message" || { fails $id "$message is missing"; continue; }
    member "$message" from authority
    holder=$value
    claimed "${place}receipt.json" received
    [ -n "$seconds" ] || claimed "$message" issued
    signature $id "$message" "$holder" authority "$seconds"
    for file in "$place"attachments/*; do
        digest "$file" && [ "$sum" != "${file##*/}" ] && fails $id "$file was changed"
    done
    if is_placed "${place}receipt.json"; then
        signed_by receipts "${place}receipt.json" node state receipts received
        digest "$message"
        names "${place}receipt.json" message "$sum" || fails receipts "${place}receipt.json is of another message"
    fi
done
journal() {
    grep -E "^$2[^/]*\.json\$" "$work/placed" | grep -v '\.tombstone\.json$' >"$work/events"
    while IFS= read -r event; do
        signed_by "$1" "$event" authority authority authority occurred "${event%.json}"
    done <"$work/events"
}
journal custody-journal 'custody/'
journal custody-journal 'custody-node/'
journal message-events '(request|messages/[0-9]+)/custody/'
if is_placed certificate/certificate.json; then
    signed_by certificate certificate/certificate.json officer officer officer certified
    member certificate/certificate.json authority authority
    case $holder in "${value%%/*}"-*) ;; *) fails certificate "the officer is of another State than the authority" ;; esac
fi

# The event that records this export, and what it says of this bundle.
found=
grep '^custody/[0-9].*\.json$' "$work/placed" >"$work/events"
while IFS= read -r file; do
    digest "$file" && [ "$sum" = "$export_event" ] && found=$file
done <"$work/events"
if [ -z "$listed_whole" ]; then
    left custody-exported "bundle.json is not in its form"
elif [ -z "$found" ]; then
    fails custody-exported "the event that bundle.json names as the export does not lie in custody/"
else
    content=$(grep -Ev '^.{66}(custody/|report\.|SHA256SUMS$|check\.sh$)' "$work/sums" | sha256sum)
    names "$found" fields.content "${content%% *}" || fails custody-exported "$found is on the export of other contents"
    member "$found" action action && [ "$value" = exported ] || fails custody-exported "$found is no export"
    member "$found" authority authority
    [ "$value" = "$exporter" ] || fails custody-exported "$found is by another authority"
    names "$found" object "$exported_bag" || fails custody-exported "$found is on another bag"
    made custody-exported "$found names the contents of this bundle"
fi

# What it states of the evidence.
: >"$work/evidence"
if whole bag-tags && whole bag-files && [ $bag_word = full ] && digest bag/tagmanifest-sha256.txt; then
    printf '  bag %s\n' "$sum" >"$work/evidence" || unsound
    find bag -type f -path 'bag/data/*' ! -path '*[[:cntrl:]]*' -exec wc -c {} + | sed -n 's|^ *\([0-9][0-9]*\) bag/|\1 |p' >"$work/real" || unsound
    awk 'NR == FNR { inside[$0]; next } { size = $1; sub(/^[0-9]+ /, "") } $0 in inside { files++; bytes += size }
        END { printf "  files %.0f\n  bytes %.0f\n", files, bytes }' "$work/payload" "$work/real" >>"$work/evidence" || unsound
else
    printf '  nothing\n' >"$work/evidence" || unsound
fi
go_on

# ---- the report ----------------------------------------------------------------------------------

printf 'Checks of a court bundle by stock tools (format version 1)\n\n'
if [ ! -s "$work/given" ]; then
    printf 'No fingerprint was given: who signed is not proved. Compare these with the States themselves,\n'
    printf 'and run the script again with those that agree:\n'
else
    printf 'State CAs in this bundle; those marked + are the ones that you gave:\n'
fi
sort "$work/cas" | awk '
    BEGIN { given = ENVIRON["WORK"] "/given"; while ((getline one < given) > 0) marked[one] = 1 }
    { printf "  %s %s %-8s %s\n", ($3 in marked) ? "+" : " ", toupper($1), $2, $3 }'
printf '\nOf the evidence this script states what follows from bag-tags and bag-files, where both hold in full:\n'
cat "$work/evidence"
printf 'It states no case, no party and no act: it checks neither the directory nor the approvals that decide of them.\n\n'
unlisted="whether the directory lists the certificates"
report bundle-complete $complete_word "$complete_unasked"
report bundle-layout part "what documents and proofs in these places must hold"
report bundle-signed part "$unlisted"
report exporter part
report custody-exported part "what else the event must say, and of whom"
report custody-expected part
report identity part "the root of the directory"
report directory part
report request part "the form of the message and its approvals, and $unlisted"
report messages part "their form, approvals and order, and $unlisted"
report receipts part "their form and moments, and $unlisted"
report message-events part "their form and order, and $unlisted"
report seal-form part
report seal-stamped part "whether the directory lists the authority, and whether a token has faded"
report seal-signed part "$unlisted"
report seal-segment-list part
[ ! -d seal/seals ] && [ ! -s "$work/fails/seal-chain" ] || report seal-chain part "the form of the earlier seals, and $unlisted"
report bag-form part
report bag-size part
report bag-tags $bag_word "$bag_unasked"
report bag-signed part "$unlisted"
report bag-files $bag_word "$bag_unasked"
report bag-inventory part
report bag-items-root part
report bag-earlier part
report bag-conditions part
report bag-sealed part "what else the seal says of the bag"
[ ! -f bag/media.json ] && [ ! -f bag/members.jsonl ] || report bag-examined part
report together part
report conditions part
report custody-journal part "the form and order of the events, and $unlisted"
report custody-logged part
! grep -Eq '^custody(-node)?/[^/]*\.tombstone\.json$' "$work/placed" || report custody-destroyed part
report custody-consents part
report certificates part
[ ! -e certificate ] || report certificate part "its form, its timestamps and of which package it is, and $unlisted"
report custody-witnessed part
report custody-officers part
report reports part
printf '\n'
printf 'Of what lies in the bundle this script states nothing but this. The files report.* and certificate/*\n'
printf 'are the words of others and none of its own.\n\n'
if [ "$failed" -gt 0 ]; then
    printf '%s checks FAIL. Do not rely on this bundle.\n' "$failed"
    exit 1
fi
printf 'Nothing fails. The bundle is not proved by this: make the checks that are "in part" or "not checked"\n'
printf 'with a verifier that also reads the directory (rogatory evidence verify, or another).\n'
exit 3
