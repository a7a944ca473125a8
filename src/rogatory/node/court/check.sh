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
# usage. It never exits 0: it judges neither the directory nor approvals nor the proofs of logs.
#
# Needs: sh, awk, cat, cmp, comm, cut, find, grep, head, mktemp, openssl (3.5 or later for ML-DSA), rm,
# sed, sha256sum, sort, tail, tr, wc. Nothing is sent anywhere, and nothing in the bundle is changed or run.

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
for tool in awk cat cmp comm cut find grep head mktemp sed sha256sum sort tail tr wc; do
    command -v "$tool" >/dev/null 2>&1 || usage "this machine lacks $tool"
done
mkdir "$work/fails" "$work/open" "$work/made" "$work/own" "$work/trusted" || exit 2

# What is found about a check: a reason why it fails, a part that holds, a part that is left open.
fails() { printf '%s\n' "$2" | tr -c '[:print:]\n' '?' | cut -c1-300 >>"$work/fails/$1"; }
made() { printf '%s\n' "$2" >>"$work/made/$1"; }
left() { printf '%s\n' "$2" >>"$work/open/$1"; }
# Each line of a file as a reason, the first twenty.
fail_lines() { head -n 20 "$3" | while IFS= read -r each; do fails "$1" "$2: $each"; done; }

failed=0
line() { printf '%-12s %-22s %s\n' "$1" "$2" "$3"; }
# report ID FULL: one line; FULL is "full" where the script makes the whole check.
report() {
    if [ -s "$work/fails/$1" ]; then
        failed=$((failed + 1))
        line FAILS "$1" "$(head -n 1 "$work/fails/$1")"
        sed -n '2,20p' "$work/fails/$1" | while IFS= read -r each; do line "" "" "$each"; done
    elif [ -s "$work/open/$1" ]; then
        line "not checked" "$1" "$(sort -u "$work/open/$1" | head -n 3 | tr '\n' ';' | sed 's/;$//; s/;/; /g')"
    elif [ -s "$work/made/$1" ]; then
        if [ "$2" = full ]; then word=holds; else word="in part"; fi
        line "$word" "$1" "$(sort "$work/made/$1" | uniq -c | sed 's/^ *1 //; s/^ *\([0-9][0-9]*\) \(.*\)/\2 (\1 times)/' | head -n 4 | tr '\n' ';' | sed 's/;$//; s/;/; /g')"
    else
        line "not checked" "$1" "this script does not make this check"
    fi
}

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

# bundle.json: its files as "digest  path" and "size path", and all of it written anew.
cat >"$work/listing.awk" <<'AWK'
BEGIN { RS = "\""; depth = 0; inside = 0; text = ""; number = ""; entries = 0 }
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
    } else printf "\"%s\"", raw > anew
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
        if (!listed && !(depth > 2 && top == "files")) printf "%s", c > anew
    }
    inside = 1; text = raw = ""
}
END { if (bad || depth != 0) print "bad" }
AWK

# A document's member, if it has exactly one of that name and its value is of the form.
member() { awk -f "$work/members.awk" "$1" | awk -v want="$2" '{ at = index($0, " "); if (substr($0, 1, at - 1) == want) print substr($0, at + 1) }' >"$work/member"; [ "$(wc -l <"$work/member")" -eq 1 ] && grep -Ex "$3" "$work/member"; }
AUTHORITY='[a-z]{2}/[a-z0-9]+(-[a-z0-9]+)*'
OFFICER='[a-z]{2}-[0-9]{4,8}'
STATE='[A-Z]{2}'
DIGEST='[0-9a-f]{64}'
MOMENT='[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z'
digest() { sha256sum <"$1" | cut -c1-64; }
# Seconds since 1970 of a moment such as 2026-11-24T03:00:00Z.
epoch() {
    printf '%s\n' "$1" | awk '{
        gsub(/[-T:Z]/, " "); split($0, p, " "); y = p[1] - (p[2] <= 2); m = (p[2] + 9) % 12
        e = int(y / 400); yoe = y - e * 400; doy = int((153 * m + 2) / 5) + p[3] - 1
        doe = yoe * 365 + int(yoe / 4) - int(yoe / 100) + doy
        printf "%.0f\n", ((e * 146097 + doe - 719468) * 24 + p[4]) * 3600 + p[5] * 60 + p[6] }'
}

# ---- bundle-complete: the files are exactly those of the list --------------------------------

complete=bundle-complete
find . ! -type d ! -type f | tr -c '[:print:]\n' '?' >"$work/odd"
if [ -s "$work/odd" ]; then
    # A link leads out of the bundle, and reading a pipe or a device may never end: nothing is read.
    fail_lines $complete "neither file nor folder" "$work/odd"
    report $complete full
    exit 1
fi
find . -name '*[[:cntrl:]]*' | tr -c '[:print:]\n' '?' >"$work/odd"
fail_lines $complete "control character in a name" "$work/odd"
find . -type f | sed 's|^\./||' | sort >"$work/found"
{
    awk '{ for (at = 1; at <= length($0); at++) if (substr($0, at, 1) == "/") print substr($0, 1, at - 1) }' "$work/found"
    printf '%s\n' . bag/data bag
} | sort -u >"$work/used"
find . -type d | sed 's|^\./||' | sort >"$work/folders"
comm -13 "$work/used" "$work/folders" >"$work/odd"
fail_lines $complete "empty folder" "$work/odd"

: >"$work/sums"
: >"$work/sizes"
: >"$work/anew"
if [ "$(tr -d '\000' <bundle.json | wc -c)" -ne "$(wc -c <bundle.json)" ]; then
    fails $complete "bundle.json holds a NUL"
else
    bad=$(awk -v sums="$work/sums" -v sizes="$work/sizes" -v anew="$work/anew" -f "$work/listing.awk" bundle.json)
    if [ -n "$bad" ] || ! cmp -s "$work/anew" bundle.json; then
        fails $complete "bundle.json is not in its form"
    fi
fi
cut -c67- "$work/sums" >"$work/listed"
sort -c -u "$work/listed" 2>/dev/null || fails $complete "bundle.json lists a file twice, or out of order"
grep -Evn "^$DIGEST  [^/]" "$work/sums" >"$work/odd"
cut -c67- "$work/sums" | grep -nE '(^|/)\.{0,2}(/|$)' >>"$work/odd"
fail_lines $complete "no plain path in bundle.json" "$work/odd"
if [ -f SHA256SUMS ]; then
    sum=$(digest SHA256SUMS)
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
^(request|messages/[0-9]{4})/((message|receipt)\.json($SIG)?|approvals\.json|attachments/$DIGEST|custody/$EVENT)$
^(custody/(earlier-[1-9][0-9]{0,3}\.)?|custody-node/)$EVENT$
^consents/$DIGEST/consent\.(json|(first|second)$SIG)$
^directory/metadata/(timestamp|[1-9][0-9]{0,8}\.(root|[a-z0-9-]{1,40}))\.json$
^directory/targets/([a-z0-9-]{1,40}/){0,3}$DIGEST\.[A-Za-z0-9._-]{1,100}$
^certificate/(certificate\.json($SIG|$TST)?|form\.json|certificate\.(html|pdf)|certificates/$PEM)$
^certificates/[a-z]{2}-ca\.(p256|mldsa65)\.(pem|crl)$
^certificates/([a-z]{2}(-[a-z0-9]+)*\.(p256|mldsa65)|tsa|tsa-issuers)\.pem$
EOF
grep -v '^bag/' "$work/found" >"$work/beside"
grep -Evf "$work/places" "$work/beside" >"$work/odd"
grep -E '(^|/)custody(-node)?/(earlier-[0-9]*\.)?0000\.' "$work/beside" >>"$work/odd"
fail_lines $layout "no place in a bundle" "$work/odd"
grep -Ef "$work/places" "$work/beside" | sort >"$work/placed"
# Signatures, timestamps and proofs of something that does not lie beside them.
sed -nE "s/^((.*\/)?custody(-node)?\/[^\/]*)($SIG|\.tlog-proof)\$/\1.json/p; t
s/^(consents\/$DIGEST\/consent)\.(first|second)$SIG\$/\1.json/p; t
s/^(.*\.json)($SIG|$TST)\$/\1/p" "$work/placed" | sort -u | comm -23 - "$work/found" | while IFS= read -r each; do
    [ -f "${each%.json}.tombstone.json" ] || printf '%s\n' "$each"
done >"$work/odd"
fail_lines $layout "signed or stamped, but not there" "$work/odd"
sed -nE 's/^messages\/([0-9]{4})\/.*/\1/p' "$work/placed" | sort -u | awk '{ if ($1 + 0 != NR) print "messages/" $1 }' >"$work/odd"
fail_lines $layout "its number does not follow" "$work/odd"
sed -nE 's/^((.*\/)?)archive\.([0-9]+)\.json$/\1 \3/p' "$work/placed" | sort -k1,1 -k2,2n | awk -F' ' '{ n = $NF; f = NF > 1 ? $1 : ""; if (f != last) { count = 0; last = f }; count++; if (n != count) print f "archive." n ".json" }' >"$work/odd"
fail_lines $layout "its number does not follow" "$work/odd"
sed -nE 's/^((.*\/)?archive\.[0-9]+\.json)$/\1.tst/p' "$work/placed" | sort | comm -23 - "$work/found" >"$work/odd"
fail_lines $layout "a list without its timestamp" "$work/odd"
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

# ---- certificates: each one whole, and the State CAs -------------------------------------------

tools=yes
command -v "$OPENSSL" >/dev/null 2>&1 || tools=
mldsa=
[ -n "$tools" ] && "$OPENSSL" list -signature-algorithms 2>/dev/null | grep -qi 'ML-DSA-65' && mldsa=yes
: >"$work/cas"
# What a certificate says of itself: its one rogatory name, such as state-ca:xa.
name_of() {
    "$OPENSSL" x509 -in "$1" -noout -ext subjectAltName 2>/dev/null | tr ',' '\n' |
        sed -n 's/^ *URI:rogatory:\([a-z-]*:[a-z0-9/-]*\)$/\1/p' >"$work/name"
    [ "$(wc -l <"$work/name")" -eq 1 ] && cat "$work/name"
}
number=0
for file in certificates/*.pem seal/certificates/*.pem certificate/certificates/*.pem; do
    [ -n "$tools" ] && [ -f "$file" ] && grep -qFx -- "$file" "$work/placed" || continue
    rm -rf "$work/split"
    mkdir "$work/split"
    awk -v to="$work/split/" '/^-----BEGIN CERTIFICATE-----$/ { n++ } { f = sprintf("%s%05d", to, n); print > f; if (n > 200) exit }' "$file"
    if [ -f "$work/split/00000" ] || ! cat "$work"/split/* 2>/dev/null | cmp -s - "$file"; then
        fails $layout "not certificates alone: $file"
        continue
    fi
    for part in "$work"/split/*; do
        if ! "$OPENSSL" x509 -in "$part" -out "$work/whole" 2>/dev/null || ! cmp -s "$part" "$work/whole"; then
            fails $layout "not a certificate in PEM: $file"
            continue
        fi
        case $file in certificates/*) ;; *) continue ;; esac
        who=$(name_of "$part")
        stem=${file#certificates/}
        stem=${stem%.pem}
        state=${who#state-ca:}
        case $stem in
        tsa) [ "${who%%:*}" = tsa ] || fails $layout "no timestamp authority: $file" ;;
        tsa-issuers | ??-ca.p256 | ??-ca.mldsa65)
            if [ "${who%%:*}" != state-ca ] || { [ "$stem" != tsa-issuers ] && [ "${stem%%-*}" != "$state" ]; }; then
                fails $layout "no State CA of that State: $file"
                continue
            fi
            if "$OPENSSL" x509 -in "$part" -noout -text 2>/dev/null | grep -q '^ *Public Key Algorithm: id-ecPublicKey'; then family=p256; else family=mldsa65; fi
            [ "$stem" = tsa-issuers ] || [ "${stem##*.}" = "$family" ] || fails $layout "a key of another kind: $file"
            print=$("$OPENSSL" x509 -in "$part" -noout -fingerprint -sha256 2>/dev/null | sed 's/.*=//; s/://g' | tr 'ABCDEF' 'abcdef')
            grep -q "^$state $family $print\$" "$work/cas" && continue
            number=$((number + 1))
            printf '%s %s %s\n' "$state" "$family" "$print" >>"$work/cas"
            cat "$part" >>"$work/own/$state.$family"
            grep -qx "$print" "$work/given" && cat "$part" >>"$work/trusted/$state.$family"
            ;;
        *) [ "$(printf '%s' "${who#*:}" | tr / -)" = "${stem%.*}" ] || fails $layout "of another holder: $file" ;;
        esac
    done
done
for file in certificates/*.crl seal/certificates/*.crl certificate/certificates/*.crl; do
    [ -n "$tools" ] && [ -f "$file" ] && grep -qFx -- "$file" "$work/placed" || continue
    "$OPENSSL" crl -in "$file" -out "$work/whole" 2>/dev/null && cmp -s "$file" "$work/whole" || fails $layout "no revocation list: $file"
done

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

# signature ID DOCUMENT HOLDER USE MOMENT [STEM]: both families, as far as there are files.
signature() {
    id=$1 document=$2 holder=$3 use=$4 at=$5 stem=${6:-$2}
    [ -n "$tools" ] || { left "$id" "openssl is lacking"; return; }
    case $holder:$at in :* | *:) fails "$id" "$document does not say who signed it, or when"; return ;; esac
    state=$(printf '%s' "$holder" | cut -c1-2 | tr 'A-Z' 'a-z')
    [ -f "$stem.p256.p7s" ] || { fails "$id" "$document is not signed"; return; }
    for family in p256 mldsa65; do
        signed=$stem.$family.p7s
        if [ ! -f "$signed" ]; then
            # Whoever has an ML-DSA certificate must sign with it, too; when he got it, the directory says.
            [ -f "certificates/$(printf '%s' "$holder" | tr 'A-Z/' 'a-z-').$family.pem" ] || continue
            if [ "$id" = bundle-signed ]; then fails "$id" "$signed is missing"; else left "$id" "there is no $signed"; fi
            continue
        fi
        if [ $family = mldsa65 ] && [ -z "$mldsa" ]; then
            left "$id" "this openssl has no ML-DSA (3.5 or later has)"
            continue
        fi
        anchors "$state" $family || { fails "$id" "$signed: no State CA of $state is in certificates/"; continue; }
        rm -f "$work/signer"
        if ! "$OPENSSL" cms -verify -cades -binary -inform DER -purpose any -in "$signed" -content "$document" \
            -CAfile "$anchor" -no-CApath -no-CAstore -attime "$at" -out /dev/null -signer "$work/signer" >"$work/said" 2>&1 </dev/null; then
            fails "$id" "the $family signature on $document does not hold"
            continue
        fi
        who=$(name_of "$work/signer")
        if [ "$(grep -c BEGIN "$work/signer")" -ne 1 ] || [ "$who" != "$use:$(printf '%s' "$holder" | tr 'A-Z' 'a-z')" ]; then
            fails "$id" "$document is signed by another: $who"
            continue
        fi
        list=certificates/$state-ca.$family.crl
        if [ -f "$list" ] && ! "$OPENSSL" verify -crl_check -CAfile "$anchor" -no-CApath -no-CAstore -CRLfile "$list" -attime "$at" "$work/signer" >"$work/said" 2>&1 &&
            grep -qi 'certificate revoked' "$work/said"; then
            fails "$id" "the certificate that signed $document was withdrawn"
            continue
        fi
        if [ -n "$compared" ]; then made "$id" "$family signature of $holder"; else left "$id" "the fingerprint of the State CA of $state is not compared"; fi
    done
}

# stamped ID DOCUMENT TOKEN: sets moment to the token's time if it holds.
stamped() {
    moment=
    [ -n "$tools" ] || { left "$1" "openssl is lacking"; return; }
    said=$("$OPENSSL" ts -reply -in "$3" -token_in -text 2>/dev/null | sed -n 's/^Time stamp: //p' | head -n 1)
    time=$(printf '%s\n' "$said" | awk '{ m = index("JanFebMarAprMayJunJulAugSepOctNovDec", $1); split($3, t, "."); if (m % 3 == 1 && $4 ~ /^[0-9][0-9][0-9][0-9]$/ && t[1] ~ /^[0-9][0-9]:[0-9][0-9]:[0-9][0-9]$/) printf "%s-%02d-%02dT%sZ\n", $4, (m + 2) / 3, $2, t[1] }')
    [ -n "$time" ] || { fails "$1" "$3 is no timestamp"; return; }
    time=$(epoch "$time")
    cat "$work"/own/*.p256 >"$work/issuers" 2>/dev/null
    cat "$work"/trusted/*.p256 >"$work/compared" 2>/dev/null
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
    fails "$1" "the timestamp $3 does not hold"
}

# stamps ID FOLDER DOCUMENT: all tokens over it and over the lists beside it; sets earliest.
stamps() {
    earliest=
    stamp_id=$1
    for token in "$2$3".tst "$2$3".[1-9]*.tst "$2"archive.[1-9]*.tst; do
        [ -f "$token" ] && grep -qFx -- "$token" "$work/placed" || continue
        over=$(printf '%s\n' "$token" | sed -E "s/$TST\$//")
        [ -f "$over" ] || continue
        stamped "$stamp_id" "$over" "$token"
        if [ "$over" = "$2$3" ] && [ -n "$moment" ] && { [ -z "$earliest" ] || [ "$moment" -lt "$earliest" ]; }; then earliest=$moment; fi
    done
}

is_placed() { [ -f "$1" ] && grep -qFx -- "$1" "$work/placed"; }
claimed() { value=$(member "$1" "$2" "$MOMENT") && epoch "$value"; }

exporter=$(member bundle.json authority "$AUTHORITY")
stamps bundle-signed "" bundle.json
signature bundle-signed bundle.json "$exporter" authority "${earliest:-$(claimed bundle.json exported)}"
same() { # same ID MEMBER FILE: bundle.json names the digest of that file
    if [ ! -f "$3" ] || [ "$(member bundle.json "$2" "$DIGEST")" != "$(digest "$3")" ]; then fails "$1" "bundle.json names another $2 than $3"; fi
}
same bundle-signed bag bag/tagmanifest-sha256.txt
same bundle-signed network directory/metadata/1.root.json
same bundle-signed seal seal/seal.json

first=$(member seal/seal.json sender "$AUTHORITY")
seals=0
while [ -f "seal/seals/$((seals + 1))/seal.json" ] && [ $seals -lt 32 ]; do seals=$((seals + 1)); done
if is_placed seal/seal.json; then
    stamps seal-stamped seal/ seal.json
    signature seal-signed seal/seal.json "$first" authority "${earliest:-$(claimed seal/seal.json sealed)}"
    bound=$earliest
    number=0
    before=
    while [ $number -lt $seals ]; do
        number=$((number + 1))
        place=seal/seals/$number/
        stamps seal-chain "$place" seal.json
        sender=$(member "${place}seal.json" sender "$AUTHORITY")
        signature seal-chain "${place}seal.json" "$sender" authority "${earliest:-$(claimed "${place}seal.json" sealed)}"
        if [ $number -eq 1 ]; then first=$sender bound=$earliest; fi
        [ "$(member "${place}seal.json" replaces "$DIGEST")" = "$before" ] || fails seal-chain "${place}seal.json does not name the seal before it"
        before=$(digest "${place}seal.json")
    done
    [ "$(member seal/seal.json replaces "$DIGEST")" = "$before" ] || fails seal-chain "seal/seal.json does not name the seal before it"
    [ "$(member seal/seal.json bag "$DIGEST")" = "$(digest bag/tagmanifest-sha256.txt 2>/dev/null)" ] || fails bag-sealed "the seal is of another bag"
    made bag-sealed "the seal names the digest of this bag"
    signature bag-signed bag/tagmanifest-sha256.txt "$first" authority "${bound:-$(claimed seal/seal.json sealed)}"
else
    fails seal-form "seal/seal.json is missing"
fi

# ---- the bag -------------------------------------------------------------------------------------

# listed ID MANIFEST FILES: the manifest lists exactly these files, each with its digest.
listed() {
    if [ ! -f "bag/$2" ]; then fails "$1" "bag/$2 is missing"; return; fi
    grep -Evn "^$DIGEST  [^/]" "bag/$2" >"$work/odd"
    grep -En "^.{66}.*\\\\" "bag/$2" >>"$work/odd"
    cut -c67- "bag/$2" | grep -E '(^|/)\.{0,2}(/|$)' >>"$work/odd"
    fail_lines "$1" "no line of a manifest" "$work/odd"
    # BagIt writes %, CR and LF in a name as %25, %0D and %0A.
    sed 's/%25/%/g' "bag/$2" >"$work/manifest"
    cut -c67- "$work/manifest" | sort >"$work/named"
    uniq -d "$work/named" >"$work/odd"
    fail_lines "$1" "listed twice" "$work/odd"
    comm -3 "$work/named" "$3" >"$work/odd"
    fail_lines "$1" "missing, or not listed" "$work/odd"
    [ -s "$work/fails/$1" ] && return
    if [ -s "$work/manifest" ] && ! (cd bag && sha256sum -c --quiet --strict "$work/manifest") >"$work/odd" 2>&1 </dev/null; then
        fail_lines "$1" "digest" "$work/odd"
    fi
    made "$1" "every file of the manifest is there unchanged, and no other: $(wc -l <"$work/named" | tr -d ' ')"
}
sed -n 's|^bag/||p' "$work/found" | grep '^data/' | sort >"$work/payload"
sed -n 's|^bag/||p' "$work/found" | grep -v '^data/' | grep -v '^tagmanifest-[^/]*$' | sort >"$work/tags"
listed bag-files manifest-sha256.txt "$work/payload"
listed bag-tags tagmanifest-sha256.txt "$work/tags"
grep -E '^bag/(tag)?manifest-' "$work/found" | grep -Evx 'bag/(manifest-sha256\.txt|tagmanifest-sha256\.txt(\.(p256|mldsa65)\.p7s)?)' >"$work/odd"
if [ -s "$work/odd" ]; then
    left bag-files "there are other manifests"
    left bag-tags "there are other manifests"
fi

# ---- messages, receipts, custody, certificate ----------------------------------------------------

for place in request/ messages/[0-9][0-9][0-9][0-9]/; do
    [ -d "$place" ] || continue
    id=messages
    [ "$place" = request/ ] && id=request
    message=${place}message.json
    is_placed "$message" || { fails $id "$message is missing"; continue; }
    signature $id "$message" "$(member "$message" from "$AUTHORITY")" authority "$(claimed "$message" issued)"
    for file in "$place"attachments/*; do
        [ -f "$file" ] && [ "$(digest "$file")" != "${file##*/}" ] && fails $id "$file was changed"
    done
    if is_placed "${place}receipt.json"; then
        signature receipts "${place}receipt.json" "$(member "${place}receipt.json" node "$STATE")" receipts "$(claimed "${place}receipt.json" received)"
        [ "$(member "${place}receipt.json" message "$DIGEST")" = "$(digest "$message")" ] || fails receipts "${place}receipt.json is of another message"
    fi
done
journal() {
    grep -E "^$2[^/]*\.json\$" "$work/placed" | grep -v '\.tombstone\.json$' >"$work/events"
    while IFS= read -r event; do
        signature "$1" "$event" "$(member "$event" authority "$AUTHORITY")" authority "$(claimed "$event" occurred)" "${event%.json}"
    done <"$work/events"
}
journal custody-journal 'custody/'
journal custody-journal 'custody-node/'
journal message-events '(request|messages/[0-9]{4})/custody/'
if is_placed certificate/certificate.json; then
    officer=$(member certificate/certificate.json officer "$OFFICER")
    signature certificate certificate/certificate.json "$officer" officer "$(claimed certificate/certificate.json certified)"
fi

# The event that records this export, and what it says of this bundle.
export_event=$(member bundle.json event "$DIGEST")
found=
for file in custody/[0-9]*.json; do
    is_placed "$file" && [ "$(digest "$file")" = "$export_event" ] && found=$file
done
if [ -z "$found" ]; then
    fails custody-exported "the event that bundle.json names as the export does not lie in custody/"
else
    content=$(grep -Ev '^.{66}(custody/|report\.|SHA256SUMS$|check\.sh$)' "$work/sums" | sha256sum | cut -c1-64)
    [ "$(member "$found" fields.content "$DIGEST")" = "$content" ] || fails custody-exported "$found is on the export of other contents"
    [ "$(member "$found" action '[a-z-]+')" = exported ] || fails custody-exported "$found is no export"
    [ "$(member "$found" authority "$AUTHORITY")" = "$exporter" ] || fails custody-exported "$found is by another authority"
    [ "$(member "$found" object "$DIGEST")" = "$(member bundle.json bag "$DIGEST")" ] || fails custody-exported "$found is on another bag"
    made custody-exported "$found names the contents of this bundle"
fi

# ---- the report ----------------------------------------------------------------------------------

printf 'Checks of a court bundle by stock tools (format version 1)\n\n'
if [ ! -s "$work/given" ]; then
    printf 'No fingerprint was given: who signed is not proved. Compare these with the States themselves,\n'
    printf 'and run the script again with those that agree:\n'
else
    printf 'State CAs in this bundle; those marked + are the ones that you gave:\n'
fi
sort "$work/cas" | while read -r state family print; do
    mark=' '
    grep -qx "$print" "$work/given" && mark=+
    printf '  %s %s %-8s %s\n' "$mark" "$(printf '%s' "$state" | tr 'a-z' 'A-Z')" "$family" "$print"
done
printf '\n'
report bundle-complete full
report bundle-layout part
report bundle-signed part
report exporter part
report custody-exported part
report custody-expected part
report identity part
report directory part
report request part
report messages part
report receipts part
report message-events part
report seal-form part
report seal-stamped part
report seal-signed part
report seal-segment-list part
[ $seals -eq 0 ] && [ ! -s "$work/fails/seal-chain" ] || report seal-chain part
report bag-form part
report bag-size part
report bag-tags full
report bag-signed part
report bag-files full
report bag-inventory part
report bag-items-root part
report bag-earlier part
report bag-conditions part
report bag-sealed part
report together part
report conditions part
report custody-journal part
report custody-logged part
report certificates part
report reports part
[ ! -e certificate ] || report certificate part
printf '\n'
if [ "$failed" -gt 0 ]; then
    printf '%s checks FAIL. Do not rely on this bundle.\n' "$failed"
    exit 1
fi
printf 'Nothing fails. The bundle is not proved by this: make the checks that are "in part" or "not checked"\n'
printf 'with a verifier that also reads the directory (rogatory evidence verify, or another).\n'
exit 3
