package main

import (
	"crypto/aes"

	"github.com/brocaar/lorawan"
)

// A session is what a device and its servers share after a join, computed here from the root keys alone.
type session struct {
	joinNonce lorawan.JoinNonce
	netID     lorawan.NetID
	// nonce is the DevNonce of a join, the RJcount of a rejoin (TS001-1.1 §6.2.4).
	nonce uint16
	is11  bool

	fNwkSIntKey lorawan.AES128Key
	sNwkSIntKey lorawan.AES128Key
	nwkSEncKey  lorawan.AES128Key
	appSKey     lorawan.AES128Key
}

// derive computes the session keys: TS001-1.0.4 §6.2.6, TS001-1.1 §6.2.3.
func (d *device) derive(s session) session {
	if !s.is11 {
		root := d.root()
		s.fNwkSIntKey = encrypt(root, legacyBlock(1, s))
		s.appSKey = encrypt(root, legacyBlock(2, s))
		return s
	}
	nwk, app := lorawan.AES128Key(d.NwkKey), lorawan.AES128Key(d.AppKey)
	s.fNwkSIntKey = encrypt(nwk, d.block11(1, s))
	s.appSKey = encrypt(app, d.block11(2, s))
	s.sNwkSIntKey = encrypt(nwk, d.block11(3, s))
	s.nwkSEncKey = encrypt(nwk, d.block11(4, s))
	return s
}

func legacyBlock(kind byte, s session) [16]byte {
	b := [16]byte{kind, byte(s.joinNonce), byte(s.joinNonce >> 8), byte(s.joinNonce >> 16)}
	b[4], b[5], b[6] = s.netID[2], s.netID[1], s.netID[0]
	b[7], b[8] = byte(s.nonce), byte(s.nonce>>8)
	return b
}

func (d *device) block11(kind byte, s session) [16]byte {
	b := [16]byte{kind, byte(s.joinNonce), byte(s.joinNonce >> 8), byte(s.joinNonce >> 16)}
	copy(b[4:12], reversed(d.JoinEUI))
	b[12], b[13] = byte(s.nonce), byte(s.nonce>>8)
	return b
}

// jsEncKey decrypts the join-accept that answers a rejoin-request (TS001-1.1 §6.1.1.4).
func (d *device) jsEncKey() lorawan.AES128Key { return d.joinServerKey(5) }

// jsIntKey authenticates join-accepts of 1.1 and rejoin-requests of type 1 (TS001-1.1 §6.1.1.4).
func (d *device) jsIntKey() lorawan.AES128Key { return d.joinServerKey(6) }

func (d *device) joinServerKey(kind byte) lorawan.AES128Key {
	b := [16]byte{kind}
	copy(b[1:9], reversed(d.DevEUI))
	return encrypt(lorawan.AES128Key(d.NwkKey), b)
}

func encrypt(key lorawan.AES128Key, block [16]byte) lorawan.AES128Key {
	cipher, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // a key of 16 octets is always one
	}
	var out lorawan.AES128Key
	cipher.Encrypt(out[:], block[:])
	return out
}

func reversed(eui lorawan.EUI64) []byte {
	out := make([]byte, len(eui))
	for i, octet := range eui {
		out[len(eui)-1-i] = octet
	}
	return out
}
