// SPDX-License-Identifier: Apache-2.0

// Judges a log with Go's own checksum database packages. Arguments: the log's vkey, a folder.
// The folder holds: checkpoint, old-checkpoint (signed notes), p.tlog-proof, entry (the bytes
// entered in the log), consistency (base64 lines) and the tiles under tile/ as C2SP names them.
package main

import (
	"encoding/base64"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var folder string

func read(name string) string {
	data, err := os.ReadFile(filepath.Join(folder, name))
	must(name, err)
	return string(data)
}

func must(what string, err error) {
	if err != nil {
		log.Fatalf("%s: %v", what, err)
	}
}

func hash(line string) (h tlog.Hash) {
	data, err := base64.StdEncoding.DecodeString(line)
	must("hash", err)
	if copy(h[:], data) != len(h) || len(data) != len(h) {
		log.Fatal("a hash has 32 bytes")
	}
	return h
}

func hashes(lines []string) (found []tlog.Hash) {
	for _, line := range lines {
		found = append(found, hash(line))
	}
	return found
}

func checkpoint(text string, log note.Verifier) tlog.Tree {
	opened, err := note.Open([]byte(text), note.VerifierList(log))
	must("note", err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must("size", err)
	if lines[0] != log.Name() {
		must("origin", fmt.Errorf("%s is not %s", lines[0], log.Name()))
	}
	return tlog.Tree{N: size, Hash: hash(lines[2])}
}

// files reads C2SP tile paths, which lack the height that Go's have.
type files struct{}

func (files) Height() int                         { return 8 }
func (files) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (files) ReadTiles(tiles []tlog.Tile) (found [][]byte, err error) {
	for _, tile := range tiles {
		data := read("tile/" + strings.TrimPrefix(tile.Path(), "tile/8/"))
		found = append(found, []byte(data))
	}
	return found, nil
}

func main() {
	verifier, err := note.NewVerifier(os.Args[1])
	must("vkey", err)
	folder = os.Args[2]

	tree, old := checkpoint(read("checkpoint"), verifier), checkpoint(read("old-checkpoint"), verifier)

	head, proved, _ := strings.Cut(read("p.tlog-proof"), "\n\n")
	lines := strings.Split(head, "\n")
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must("index", err)
	leaf := tlog.RecordHash([]byte(read("entry")))
	at := checkpoint(proved, verifier)
	must("inclusion", tlog.CheckRecord(tlog.RecordProof(hashes(lines[3:])), at.N, at.Hash, index, leaf))

	between := tlog.TreeProof(hashes(strings.Fields(read("consistency"))))
	must("consistency", tlog.CheckTree(between, tree.N, tree.Hash, old.N, old.Hash))

	tiles := tlog.TileHashReader(tree, files{})
	mine, err := tlog.ProveRecord(tree.N, index, tiles)
	must("proof from tiles", err)
	must("inclusion from tiles", tlog.CheckRecord(mine, tree.N, tree.Hash, index, leaf))
	same, err := tlog.ProveTree(tree.N, old.N, tiles)
	must("consistency from tiles", err)
	if fmt.Sprint(same) != fmt.Sprint(between) {
		log.Fatal("another consistency proof from the same tiles")
	}
	fmt.Println("holds")
}
