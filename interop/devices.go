package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"

	"github.com/brocaar/lorawan"
)

// A device is a test device with its root keys in the clear.
type device struct {
	DevEUI     lorawan.EUI64 `json:"devEUI"`
	JoinEUI    lorawan.EUI64 `json:"joinEUI"`
	MACVersion string        `json:"macVersion"`
	AppKey     aesKey        `json:"appKey"`
	NwkKey     aesKey        `json:"nwkKey"`
	// DevNonce is the first DevNonce to use; the next ones count up from it.
	DevNonce uint16 `json:"devNonce"`
	// HomeNetID is what HomeNSReq must answer; empty when the device has no home network.
	HomeNetID string `json:"homeNetID"`

	joinNonce    lorawan.JoinNonce
	rejoinCount0 uint16
	rejoinCount1 uint16
	current      session
}

// is11 says whether the device keys its sessions as LoRaWAN 1.1 does.
func (d *device) is11() bool {
	return d.MACVersion == "1.1" || d.MACVersion == "1.1.0"
}

// root is the key that authenticates a join-request: AppKey up to 1.0.4, NwkKey in 1.1.
func (d *device) root() lorawan.AES128Key {
	if d.is11() {
		return lorawan.AES128Key(d.NwkKey)
	}
	return lorawan.AES128Key(d.AppKey)
}

func (d *device) nextDevNonce() lorawan.DevNonce {
	n := d.DevNonce
	d.DevNonce++
	return lorawan.DevNonce(n)
}

// An aesKey is 16 octets, in JSON 32 hexadecimal digits.
type aesKey [16]byte

func (k *aesKey) UnmarshalText(text []byte) error {
	octets, err := hex.DecodeString(string(text))
	if err != nil || len(octets) != 16 {
		return fmt.Errorf("key of %d characters: want 32 hexadecimal digits", len(text))
	}
	copy(k[:], octets)
	return nil
}

// A wrappingKey is a key that a receiver of session keys shares with the Join Server.
type wrappingKey struct {
	Label string `json:"label"`
	Key   string `json:"key"`

	octets []byte
}

func readWrappingKey(path string) (wrappingKey, error) {
	var k wrappingKey
	if err := readJSON(path, &k); err != nil {
		return k, err
	}
	octets, err := hex.DecodeString(k.Key)
	if err != nil || (len(octets) != 16 && len(octets) != 24 && len(octets) != 32) {
		return k, fmt.Errorf("%s: want a key of 32, 48 or 64 hexadecimal digits", path)
	}
	k.octets = octets
	return k, nil
}

func readDevices(path string) ([]*device, error) {
	var file struct {
		Devices []*device `json:"devices"`
	}
	if err := readJSON(path, &file); err != nil {
		return nil, err
	}
	if len(file.Devices) == 0 {
		return nil, fmt.Errorf("%s: no devices", path)
	}
	return file.Devices, nil
}

func readJSON(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
