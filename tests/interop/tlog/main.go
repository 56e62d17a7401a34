// An independent verifier: it judges claims about logs with golang.org/x/mod/sumdb, one claim a line on its input, one answer a line on its output.
//
//	record <index> <size> <leaf> <root> <hashes>     1 when the inclusion proof holds, else 0
//	tree <old size> <size> <old root> <root> <hashes> 1 when the consistency proof holds, else 0
//	note <verifier key> <base64 of a note>           1 when a signature of the key holds and none of it is wrong, else 0
//	tiles <entries>                                  the tiles of height 8 over the entries `entry <i>`: path=sha256, by spaces
//
// Hashes are hexadecimal, parted by commas; `-` is none.
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<24)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		fmt.Fprintln(out, answer(strings.Split(in.Text(), " ")))
	}
}

func answer(f []string) string {
	switch {
	case f[0] == "record" && len(f) == 6:
		return word(tlog.CheckRecord(hashes(f[5]), number(f[2]), hash(f[4]), number(f[1]), hash(f[3])))
	case f[0] == "tree" && len(f) == 6:
		return word(tlog.CheckTree(hashes(f[5]), number(f[2]), hash(f[4]), number(f[1]), hash(f[3])))
	case f[0] == "note" && len(f) == 3:
		return word(open(f[1], f[2]))
	case f[0] == "tiles" && len(f) == 2:
		return tiles(number(f[1]))
	}
	return "what?"
}

func open(key, text string) error {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return err
	}
	signed, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return err
	}
	_, err = note.Open(signed, note.VerifierList(verifier))
	return err
}

func tiles(size int64) string {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			found[i] = stored[index]
		}
		return found, nil
	})
	for i := int64(0); i < size; i++ {
		more, err := tlog.StoredHashes(i, []byte(fmt.Sprintf("entry %d", i)), reader)
		if err != nil {
			return "what?"
		}
		stored = append(stored, more...)
	}
	var all []string
	for level, count := 0, size; count > 0; level, count = level+1, count>>height {
		for first := int64(0); first < count; first += 1 << height {
			width := count - first
			if width > 1<<height {
				width = 1 << height
			}
			tile := tlog.Tile{H: height, L: level, N: first >> height, W: int(width)}
			data, err := tlog.ReadTileData(tile, reader)
			if err != nil {
				return "what?"
			}
			path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
			all = append(all, fmt.Sprintf("%s=%x", path, sha256.Sum256(data)))
		}
	}
	return strings.Join(all, " ")
}

func word(err error) string {
	if err != nil {
		return "0"
	}
	return "1"
}

func number(text string) int64 {
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return -1
	}
	return value
}

func hashes(text string) []tlog.Hash {
	if text == "-" {
		return nil
	}
	var all []tlog.Hash
	for _, one := range strings.Split(text, ",") {
		all = append(all, hash(one))
	}
	return all
}

func hash(text string) tlog.Hash {
	var value tlog.Hash
	bytes, _ := hex.DecodeString(text)
	copy(value[:], bytes)
	return value
}
