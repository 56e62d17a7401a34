// A second reader of the disclosure log (docs/specs/disclosure-log.md), over golang.org/x/mod/sumdb/tlog and note and Go's own Ed25519.
// Reads a list of jobs as JSON from standard input and writes the list of their results. Bytes are base64.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type job struct {
	Kind    string
	Leaf    []byte
	Index   int64
	Size    int64
	Root    []byte
	OldSize int64
	OldRoot []byte
	Proof   [][]byte
	Entries [][]byte
	Files   map[string][]byte
	Note    []byte
	Text    string
	Keys    []string
	Secret  string
}

type result struct {
	Holds  bool
	Text   string
	Names  []string
	Bytes  []byte
	Hashes [][]byte
	Error  string
}

func main() {
	var jobs []job
	if err := json.NewDecoder(os.Stdin).Decode(&jobs); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	results := make([]result, len(jobs))
	for i := range jobs {
		r, err := run(&jobs[i])
		if err != nil {
			r = result{Error: err.Error()}
		}
		results[i] = r
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		os.Exit(1)
	}
}

func run(j *job) (result, error) {
	switch j.Kind {
	case "inclusion":
		proof, err := hashes(j.Proof)
		if err != nil {
			return result{}, err
		}
		return result{Holds: tlog.CheckRecord(proof, j.Size, hash(j.Root), j.Index, hash(j.Leaf)) == nil}, nil
	case "consistency":
		proof, err := hashes(j.Proof)
		if err != nil {
			return result{}, err
		}
		return result{Holds: tlog.CheckTree(proof, j.Size, hash(j.Root), j.OldSize, hash(j.OldRoot)) == nil}, nil
	case "roots":
		return roots(j)
	case "tiles":
		return tiles(j)
	case "open":
		return open(j)
	case "sign":
		return sign(j)
	}
	return result{}, errors.New("no such job")
}

func hash(b []byte) (h tlog.Hash) {
	if len(b) != len(h) {
		panic("a hash has 32 bytes")
	}
	copy(h[:], b)
	return h
}

func hashes(list [][]byte) ([]tlog.Hash, error) {
	all := make([]tlog.Hash, 0, len(list))
	for _, b := range list {
		if len(b) != tlog.HashSize {
			return nil, errors.New("a hash has 32 bytes")
		}
		all = append(all, hash(b))
	}
	return all, nil
}

func bytes(list []tlog.Hash) [][]byte {
	all := make([][]byte, 0, len(list))
	for i := range list {
		all = append(all, append([]byte{}, list[i][:]...))
	}
	return all
}

// The root after each entry.
func roots(j *job) (result, error) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			found[i] = stored[index]
		}
		return found, nil
	})
	var all []tlog.Hash
	for i, entry := range j.Entries {
		more, err := tlog.StoredHashes(int64(i), entry, reader)
		if err != nil {
			return result{}, err
		}
		stored = append(stored, more...)
		root, err := tlog.TreeHash(int64(i)+1, reader)
		if err != nil {
			return result{}, err
		}
		all = append(all, root)
	}
	return result{Hashes: bytes(all)}, nil
}

// The files of a log, by the paths of C2SP tlog-tiles: those of the checksum database without the height.
type files map[string][]byte

func (f files) Height() int                     { return 8 }
func (f files) SaveTiles([]tlog.Tile, [][]byte) {}
func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		path := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		content, ok := f[path]
		if !ok {
			return nil, errors.New("no such tile")
		}
		data[i] = content
	}
	return data, nil
}

// The proof of an entry, or of an older size when there is no index, read out of tiles that only the root vouches for.
func tiles(j *job) (result, error) {
	tree := tlog.Tree{N: j.Size, Hash: hash(j.Root)}
	reader := tlog.TileHashReader(tree, files(j.Files))
	if j.Index < 0 {
		proof, err := tlog.ProveTree(j.Size, j.OldSize, reader)
		if err != nil {
			return result{}, err
		}
		if err := tlog.CheckTree(proof, j.Size, tree.Hash, j.OldSize, hash(j.OldRoot)); err != nil {
			return result{}, err
		}
		return result{Hashes: bytes(proof)}, nil
	}
	proof, err := tlog.ProveRecord(j.Size, j.Index, reader)
	if err != nil {
		return result{}, err
	}
	if err := tlog.CheckRecord(proof, j.Size, tree.Hash, j.Index, hash(j.Leaf)); err != nil {
		return result{}, err
	}
	return result{Hashes: bytes(proof)}, nil
}

func open(j *job) (result, error) {
	var known []note.Verifier
	for _, key := range j.Keys {
		v, err := note.NewVerifier(key)
		if err != nil {
			if v, err = newCosigner(key); err != nil {
				return result{}, err
			}
		}
		known = append(known, v)
	}
	n, err := note.Open(j.Note, note.VerifierList(known...))
	if err != nil {
		return result{}, err
	}
	r := result{Holds: true, Text: n.Text}
	for _, signature := range n.Sigs {
		r.Names = append(r.Names, signature.Name)
	}
	return r, nil
}

func sign(j *job) (result, error) {
	signer, err := note.NewSigner(j.Secret)
	if err != nil {
		return result{}, err
	}
	b, err := note.Sign(&note.Note{Text: j.Text}, signer)
	return result{Bytes: b}, err
}

// A witness's key (C2SP tlog-cosignature, Ed25519), which the library does not have.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func newCosigner(text string) (note.Verifier, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("no key")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 4 {
		return nil, errors.New("no key of a witness")
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	id := binary.BigEndian.Uint32(sum[:4])
	if fmt.Sprintf("%08x", id) != parts[1] {
		return nil, errors.New("the id is of another key")
	}
	return &cosigner{parts[0], id, key[1:]}, nil
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.id }

func (c *cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	if time == 0 || time > 1<<63-1 {
		return false
	}
	message := append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", time)), text...)
	return ed25519.Verify(c.key, message, signature[8:])
}
