// SPDX-License-Identifier: Apache-2.0

// Judges an exported log and its witnesses with the libraries of transparency-dev, and with circl
// for ML-DSA. Arguments: the log's vkey, the witness's Ed25519 vkey (under Go's type byte 0x01), its
// ML-DSA-44 vkey (type 0x06), a folder.
// The folder holds: checkpoint, old-checkpoint (signed notes), p.tlog-proof, entry (the bytes
// entered in the log), consistency (base64 lines), the tiles under tile/ and the bundles of entries
// under tile/entries/ as C2SP names them.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	golog "log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/cloudflare/circl/sign/mldsa/mldsa44"
	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
)

const width = 256

var folder string

func read(name string) []byte {
	data, err := os.ReadFile(filepath.Join(folder, name))
	must(name, err)
	return data
}

func must(what string, err error) {
	if err != nil {
		golog.Fatalf("%s: %v", what, err)
	}
}

func hashes(lines []string) (found [][]byte) {
	for _, line := range lines {
		data, err := base64.StdEncoding.DecodeString(line)
		must("hash", err)
		found = append(found, data)
	}
	return found
}

// postQuantum verifies subtree/v1 cosignatures, as C2SP tlog-cosignature writes them.
type postQuantum struct {
	name string
	hash uint32
	key  mldsa44.PublicKey
}

func newPostQuantum(vkey string) *postQuantum {
	name, rest, _ := strings.Cut(vkey, "+")
	id, material, _ := strings.Cut(rest, "+")
	data, err := base64.StdEncoding.DecodeString(material)
	must("vkey", err)
	told, err := hex.DecodeString(id)
	must("vkey", err)
	sum := sha256.Sum256(append([]byte(name+"\n"), data...))
	if data[0] != 6 || !bytes.Equal(sum[:4], told) {
		golog.Fatal("vkey: another type or key id")
	}
	found := &postQuantum{name: name, hash: binary.BigEndian.Uint32(sum[:4])}
	must("vkey", found.key.UnmarshalBinary(data[1:]))
	return found
}

func (v *postQuantum) Name() string    { return v.name }
func (v *postQuantum) KeyHash() uint32 { return v.hash }

func (v *postQuantum) Verify(text, signature []byte) bool {
	var tree log.Checkpoint
	rest, err := tree.Unmarshal(text)
	if err != nil || len(rest) != 0 || len(signature) < 8 {
		return false
	}
	message := []byte("subtree/v1\n\x00")
	message = append(append(message, byte(len(v.name))), v.name...)
	message = append(message, signature[:8]...)
	message = append(append(message, byte(len(tree.Origin))), tree.Origin...)
	message = binary.BigEndian.AppendUint64(message, 0)
	message = binary.BigEndian.AppendUint64(message, tree.Size)
	message = append(message, tree.Hash...)
	return mldsa44.Verify(&v.key, message, nil, signature[8:])
}

func checkpoint(text []byte, verifiers ...note.Verifier) (tree log.Checkpoint) {
	opened, err := note.Open(text, note.VerifierList(verifiers...))
	must("note", err)
	if len(opened.Sigs) != len(verifiers) {
		golog.Fatalf("note: %d signatures of %d", len(opened.Sigs), len(verifiers))
	}
	_, err = tree.Unmarshal([]byte(opened.Text))
	must("checkpoint", err)
	return tree
}

func tilePath(level string, index, hashes uint64) string {
	name := fmt.Sprintf("%03d", index%1000)
	for index /= 1000; index > 0; index /= 1000 {
		name = fmt.Sprintf("x%03d/%s", index%1000, name)
	}
	if hashes < width {
		name += fmt.Sprintf(".p/%d", hashes)
	}
	return filepath.Join("tile", level, name)
}

// compute makes the tree again from the entries, and compares each tile on the way.
func compute(size uint64) []byte {
	hasher := rfc6962.DefaultHasher
	factory := compact.RangeFactory{Hash: hasher.HashChildren}
	tree := factory.NewEmptyRange(0)
	level := [][]byte{}
	for index := uint64(0); index*width < size; index++ {
		count := min(width, size-index*width)
		bundle := read(tilePath("entries", index, count))
		for ; len(bundle) > 0; bundle = bundle[34:] {
			if len(bundle) < 34 || binary.BigEndian.Uint16(bundle) != 32 {
				golog.Fatalf("entries: bundle %d", index)
			}
			leaf := hasher.HashLeaf(bundle[2:34])
			level = append(level, leaf)
			must("entries", tree.Append(leaf, nil))
		}
	}
	if tree.End() != size {
		golog.Fatalf("entries: %d of %d", tree.End(), size)
	}
	for number := 0; len(level) > 0; number++ {
		level = compare(number, level, factory)
	}
	root, err := tree.GetRootHash(nil)
	must("root", err)
	return root
}

// compare reads the tiles of a level, and gives the hashes of the level above.
func compare(number int, level [][]byte, factory compact.RangeFactory) (above [][]byte) {
	for start := 0; start < len(level); start += width {
		end := min(start+width, len(level))
		path := tilePath(strconv.Itoa(number), uint64(start/width), uint64(end-start))
		if !bytes.Equal(read(path), bytes.Join(level[start:end], nil)) {
			golog.Fatalf("tiles: %s", path)
		}
		if end-start == width {
			inner := factory.NewEmptyRange(0)
			for _, node := range level[start:end] {
				must("tiles", inner.Append(node, nil))
			}
			root, err := inner.GetRootHash(nil)
			must("tiles", err)
			above = append(above, root)
		}
	}
	return above
}

func main() {
	keeper, err := note.NewVerifier(os.Args[1])
	must("vkey", err)
	classical, err := fnote.NewVerifierForCosignatureV1(os.Args[2])
	must("vkey", err)
	folder = os.Args[4]

	tree := checkpoint(read("checkpoint"), keeper, classical, newPostQuantum(os.Args[3]))
	old := checkpoint(read("old-checkpoint"), keeper)
	if tree.Origin != keeper.Name() {
		golog.Fatal("origin")
	}

	hasher := rfc6962.DefaultHasher
	head, proved, _ := strings.Cut(string(read("p.tlog-proof")), "\n\n")
	lines := strings.Split(head, "\n")
	index, err := strconv.ParseUint(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must("index", err)
	at := checkpoint([]byte(proved), keeper)
	leaf := hasher.HashLeaf(read("entry"))
	must("inclusion", proof.VerifyInclusion(hasher, index, at.Size, leaf, hashes(lines[3:]), at.Hash))

	between := hashes(strings.Fields(string(read("consistency"))))
	must("consistency", proof.VerifyConsistency(hasher, old.Size, tree.Size, between, old.Hash, tree.Hash))

	if !bytes.Equal(compute(tree.Size), tree.Hash) {
		golog.Fatal("root: the entries make another")
	}
	fmt.Println("holds")
}
