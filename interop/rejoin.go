package main

import (
	"context"
	"fmt"

	"github.com/brocaar/lorawan"
	"github.com/brocaar/lorawan/backend"
)

// rejoin makes one good rejoin of type 0, 1 or 2 and checks all of its answer. The library sends the message, but its own
// reading of the answer follows 1.0: keys and MIC are computed here as TS001-1.1 §6.2.3 and §6.2.4 say.
func (p *peers) rejoin(d *device, kind lorawan.JoinType) ([]byte, error) {
	frame, count, err := p.rejoinRequest(d, kind)
	if err != nil {
		return nil, err
	}
	ans, err := p.sendRejoin(d, frame)
	if err != nil {
		return frame, err
	}
	// RJcount takes the DevNonce's place, in the key derivation (TS001-1.1 §6.2.4) and in the MIC (§6.2.3, where the
	// peers disagree: brocaar/lorawan does so too, early LoRaMac-node kept the DevNonce of the last join).
	accept, err := d.openAccept(ans.PHYPayload, d.jsEncKey(), d.jsIntKey(), kind, lorawan.DevNonce(count))
	if err != nil {
		return frame, err
	}
	d.rejoinCount0 = 0
	s := d.derive(session{joinNonce: accept.JoinNonce, netID: accept.HomeNetID, nonce: count, is11: true})
	return frame, p.checkKeys(d, s, rejoinEnvelopes(ans))
}

func (p *peers) rejoinRequest(d *device, kind lorawan.JoinType) ([]byte, uint16, error) {
	frame := lorawan.PHYPayload{MHDR: lorawan.MHDR{MType: lorawan.RejoinRequest, Major: lorawan.LoRaWANR1}}
	var count uint16
	key := d.current.sNwkSIntKey
	switch kind {
	case lorawan.RejoinRequestType1:
		count = d.rejoinCount1
		d.rejoinCount1++
		key = d.jsIntKey()
		frame.MACPayload = &lorawan.RejoinRequestType1Payload{
			RejoinType: kind, JoinEUI: d.JoinEUI, DevEUI: d.DevEUI, RJCount1: count,
		}
	case lorawan.RejoinRequestType0, lorawan.RejoinRequestType2:
		count = d.rejoinCount0
		d.rejoinCount0++
		frame.MACPayload = &lorawan.RejoinRequestType02Payload{
			RejoinType: kind, NetID: p.netID, DevEUI: d.DevEUI, RJCount0: count,
		}
	default:
		return nil, 0, fmt.Errorf("rejoin type %v: want 0, 1 or 2", kind)
	}
	if err := frame.SetUplinkJoinMIC(key); err != nil {
		return nil, 0, err
	}
	octets, err := frame.MarshalBinary()
	return octets, count, err
}

func (p *peers) sendRejoin(d *device, frame []byte) (backend.RejoinAnsPayload, error) {
	client, err := p.networkServer(p.o.netID, d.JoinEUI)
	if err != nil {
		return backend.RejoinAnsPayload{}, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return client.RejoinReq(ctx, backend.RejoinReqPayload{
		MACVersion: d.MACVersion,
		PHYPayload: frame,
		DevEUI:     d.DevEUI,
		DevAddr:    devAddr,
		DLSettings: d.settings(),
		RxDelay:    rxDelay,
		CFList:     cfList,
	})
}
