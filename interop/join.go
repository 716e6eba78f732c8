package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/brocaar/lorawan"
	"github.com/brocaar/lorawan/backend"
)

var (
	devAddr = lorawan.DevAddr{0x26, 0x01, 0x14, 0x7d}
	cfList  = backend.HEXBytes{
		0x18, 0x4f, 0x84, 0xe8, 0x56, 0x84, 0xb8, 0x5e, 0x84, 0x88, 0x66, 0x84, 0x58, 0x6e, 0x84, 0x00,
	}
)

const rxDelay = 5

// settings asks a 1.1 device to speak 1.1 (OptNeg).
func (d *device) settings() lorawan.DLSettings {
	return lorawan.DLSettings{OptNeg: d.is11(), RX2DataRate: 3, RX1DROffset: 1}
}

// joinRequest is a join-request frame, signed with the given key.
func (d *device) joinRequest(nonce lorawan.DevNonce, key lorawan.AES128Key) ([]byte, error) {
	frame := lorawan.PHYPayload{
		MHDR: lorawan.MHDR{MType: lorawan.JoinRequest, Major: lorawan.LoRaWANR1},
		MACPayload: &lorawan.JoinRequestPayload{
			JoinEUI: d.JoinEUI, DevEUI: d.DevEUI, DevNonce: nonce,
		},
	}
	if err := frame.SetUplinkJoinMIC(key); err != nil {
		return nil, err
	}
	return frame.MarshalBinary()
}

// sendJoin lets the network server forward a join-request.
func (p *peers) sendJoin(netID string, d *device, frame []byte) (backend.JoinAnsPayload, error) {
	client, err := p.networkServer(netID, d.JoinEUI)
	if err != nil {
		return backend.JoinAnsPayload{}, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return client.JoinReq(ctx, backend.JoinReqPayload{
		MACVersion: d.MACVersion,
		PHYPayload: frame,
		DevEUI:     d.DevEUI,
		DevAddr:    devAddr,
		DLSettings: d.settings(),
		RxDelay:    rxDelay,
		CFList:     cfList,
	})
}

// join makes one good join and checks all of its answer.
func (p *peers) join(d *device) ([]byte, error) {
	nonce := d.nextDevNonce()
	frame, err := d.joinRequest(nonce, d.root())
	if err != nil {
		return nil, err
	}
	ans, err := p.sendJoin(p.o.netID, d, frame)
	if err != nil {
		return nil, err
	}
	return frame, p.acceptJoin(d, nonce, ans)
}

func (p *peers) acceptJoin(d *device, nonce lorawan.DevNonce, ans backend.JoinAnsPayload) error {
	if len(ans.PHYPayload) != 33 {
		return fmt.Errorf("join-accept of %d octets: want 33", len(ans.PHYPayload))
	}
	micKey := d.root()
	if d.is11() {
		micKey = d.jsIntKey()
	}
	accept, err := d.openAccept(ans.PHYPayload, d.root(), micKey, lorawan.JoinRequestType, nonce)
	if err != nil {
		return err
	}
	d.rejoinCount0 = 0
	s := d.derive(session{
		joinNonce: accept.JoinNonce, netID: accept.HomeNetID, nonce: uint16(nonce), is11: d.is11(),
	})
	return p.checkKeys(d, s, envelopes(ans))
}

// openAccept decrypts a join-accept, checks its MIC, its echo of what the network server asked, and its JoinNonce.
func (d *device) openAccept(
	octets []byte, encKey, micKey lorawan.AES128Key, kind lorawan.JoinType, nonce lorawan.DevNonce,
) (*lorawan.JoinAcceptPayload, error) {
	var frame lorawan.PHYPayload
	if err := frame.UnmarshalBinary(octets); err != nil {
		return nil, err
	}
	if err := frame.DecryptJoinAcceptPayload(encKey); err != nil {
		return nil, err
	}
	good, err := frame.ValidateDownlinkJoinMIC(kind, d.JoinEUI, nonce, micKey)
	if err != nil {
		return nil, err
	}
	if !good {
		return nil, errors.New("the join-accept's MIC is wrong")
	}
	accept, ok := frame.MACPayload.(*lorawan.JoinAcceptPayload)
	if !ok {
		return nil, errors.New("not a join-accept")
	}
	return accept, d.checkAccept(accept)
}

func (d *device) checkAccept(accept *lorawan.JoinAcceptPayload) error {
	if accept.DevAddr != devAddr || accept.RXDelay != rxDelay || accept.DLSettings != d.settings() {
		return fmt.Errorf("the join-accept does not echo the request: %+v", accept)
	}
	list, err := accept.CFList.MarshalBinary()
	if err != nil || !bytes.Equal(list, cfList) {
		return fmt.Errorf("CFList %x: want %x", list, []byte(cfList))
	}
	if accept.JoinNonce <= d.joinNonce {
		return fmt.Errorf("JoinNonce %d after %d: want a greater one", accept.JoinNonce, d.joinNonce)
	}
	d.joinNonce = accept.JoinNonce
	return nil
}

// An answerKeys is what JoinAns and RejoinAns have in common.
type answerKeys struct {
	fNwkSIntKey, sNwkSIntKey, nwkSEncKey, nwkSKey, appSKey *backend.KeyEnvelope
	sessionKeyID                                           []byte
}

func envelopes(a backend.JoinAnsPayload) answerKeys {
	return answerKeys{a.FNwkSIntKey, a.SNwkSIntKey, a.NwkSEncKey, a.NwkSKey, a.AppSKey, a.SessionKeyID}
}

func rejoinEnvelopes(a backend.RejoinAnsPayload) answerKeys {
	return answerKeys{a.FNwkSIntKey, a.SNwkSIntKey, a.NwkSEncKey, a.NwkSKey, a.AppSKey, a.SessionKeyID}
}

// A keyCheck is an envelope of an answer and the key that it must hold.
type keyCheck struct {
	name     string
	envelope *backend.KeyEnvelope
	want     lorawan.AES128Key
}

// checkKeys opens the envelopes and compares them with the keys computed from the root keys; then it fetches the AppSKey
// as its owner and compares that too.
func (p *peers) checkKeys(d *device, s session, keys answerKeys) error {
	d.current = s
	network := []keyCheck{{"NwkSKey", keys.nwkSKey, s.fNwkSIntKey}}
	if s.is11 {
		network = []keyCheck{
			{"FNwkSIntKey", keys.fNwkSIntKey, s.fNwkSIntKey},
			{"SNwkSIntKey", keys.sNwkSIntKey, s.sNwkSIntKey},
			{"NwkSEncKey", keys.nwkSEncKey, s.nwkSEncKey},
		}
	}
	for _, key := range network {
		if err := opens(key.envelope, p.nsKek, key.want); err != nil {
			return fmt.Errorf("%s: %w", key.name, err)
		}
	}
	return p.checkAppSKey(d, s, keys)
}

func (p *peers) checkAppSKey(d *device, s session, keys answerKeys) error {
	if len(keys.sessionKeyID) == 0 {
		return errors.New("no SessionKeyID: the application server could never fetch the AppSKey")
	}
	if keys.appSKey != nil {
		if _, err := keys.appSKey.Unwrap(p.nsKek.octets); err == nil {
			return errors.New("the network server can open the AppSKey")
		}
		if err := opens(keys.appSKey, p.asKek, s.appSKey); err != nil {
			return fmt.Errorf("AppSKey: %w", err)
		}
	}
	fetched, err := p.fetchAppSKey(d, keys.sessionKeyID)
	if err != nil {
		return fmt.Errorf("AppSKeyReq: %w", err)
	}
	if !bytes.Equal(fetched.SessionKeyID, keys.sessionKeyID) || fetched.DevEUI != d.DevEUI {
		return errors.New("AppSKeyAns is for another session")
	}
	if err := opens(fetched.AppSKey, p.asKek, s.appSKey); err != nil {
		return fmt.Errorf("fetched AppSKey: %w", err)
	}
	return nil
}

// opens checks that an envelope names the wrapping key and holds the wanted key under it.
func opens(envelope *backend.KeyEnvelope, kek wrappingKey, want lorawan.AES128Key) error {
	if envelope == nil {
		return errors.New("absent")
	}
	if envelope.KEKLabel != kek.Label {
		return fmt.Errorf("KEKLabel %q: want %q", envelope.KEKLabel, kek.Label)
	}
	got, err := envelope.Unwrap(kek.octets)
	if err != nil {
		return err
	}
	if got != want {
		return errors.New("not the key that the device has")
	}
	return nil
}
