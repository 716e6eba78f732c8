package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/brocaar/lorawan"
	"github.com/brocaar/lorawan/backend"
)

// checkDevice runs every check with one device, in an order in which each builds on the ones before.
func checkDevice(r *report, p *peers, d *device, o options) {
	name := d.DevEUI.String() + " " + d.MACVersion
	first, err := p.join(d)
	if !r.expect(name, "join, accept opened, keys equal, AppSKey fetched", err) {
		return
	}
	r.expect(name, "a replayed join-request is refused", refused(p.replay(d, first), backend.JoinReqFailed))
	r.expect(name, "a forged MIC is refused and uses no nonce up", p.forge(d))
	r.expect(name, fmt.Sprintf("of %d racing gateways one is answered", o.race), p.race(d, o.race))
	r.expect(name, fmt.Sprintf("a join-request is refused after %d more joins", o.moreJoins),
		p.replayAfter(d, o.moreJoins))
	r.expect(name, "an unknown device is refused", p.unknownDevice(d))
	r.expect(name, "a NetID that is not the certificate's is refused", p.foreignNetID(d))
	if d.HomeNetID != "" {
		r.expect(name, "the home network is told", p.homeNetwork(d))
	}
	if d.is11() {
		p.checkRejoins(r, name, d)
	}
}

func (p *peers) checkRejoins(r *report, name string, d *device) {
	for _, kind := range []lorawan.JoinType{
		lorawan.RejoinRequestType0, lorawan.RejoinRequestType2, lorawan.RejoinRequestType1,
	} {
		frame, err := p.rejoin(d, kind)
		if !r.expect(name, fmt.Sprintf("rejoin of type %d, accept opened, keys equal", kind), err) {
			continue
		}
		_, err = p.sendRejoin(d, frame)
		r.expect(name, fmt.Sprintf("a replayed rejoin-request of type %d is refused", kind), mustFail(err))
	}
	_, err := p.join(d)
	r.expect(name, "join after rejoins", err)
}

func (p *peers) replay(d *device, frame []byte) error {
	_, err := p.sendJoin(p.o.netID, d, frame)
	return err
}

func (p *peers) forge(d *device) error {
	nonce := lorawan.DevNonce(d.DevNonce)
	forged, err := d.joinRequest(nonce, lorawan.AES128Key{})
	if err != nil {
		return err
	}
	if err := refused(p.replay(d, forged), backend.MICFailed); err != nil {
		return err
	}
	_, err = p.join(d)
	return err
}

func (p *peers) race(d *device, gateways int) error {
	nonce := d.nextDevNonce()
	frame, err := d.joinRequest(nonce, d.root())
	if err != nil {
		return err
	}
	answers := make(chan backend.JoinAnsPayload, gateways)
	failures := make(chan error, gateways)
	var all sync.WaitGroup
	for range gateways {
		all.Go(func() {
			ans, err := p.sendJoin(p.o.netID, d, frame)
			if err != nil {
				failures <- err
				return
			}
			answers <- ans
		})
	}
	all.Wait()
	close(answers)
	close(failures)
	if len(answers) != 1 {
		return fmt.Errorf("%d accepted: want 1", len(answers))
	}
	for err := range failures {
		if err := refused(err, backend.JoinReqFailed); err != nil {
			return err
		}
	}
	return p.acceptJoin(d, nonce, <-answers)
}

func (p *peers) replayAfter(d *device, joins int) error {
	recorded, err := p.join(d)
	if err != nil {
		return err
	}
	for range joins {
		if _, err := p.join(d); err != nil {
			return err
		}
	}
	return refused(p.replay(d, recorded), backend.JoinReqFailed)
}

func (p *peers) unknownDevice(d *device) error {
	stranger := *d
	stranger.DevEUI = lorawan.EUI64{0xfe, 0xff, 0xff, 0xff, 0, 0, 0, 1}
	frame, err := stranger.joinRequest(1, d.root())
	if err != nil {
		return err
	}
	_, err = p.sendJoin(p.o.netID, &stranger, frame)
	return refused(err, backend.UnknownDevEUI)
}

func (p *peers) foreignNetID(d *device) error {
	frame, err := d.joinRequest(d.nextDevNonce(), d.root())
	if err != nil {
		return err
	}
	_, err = p.sendJoin("fffffe", d, frame)
	return refused(err, backend.UnknownSender)
}

func (p *peers) homeNetwork(d *device) error {
	client, err := p.networkServer(p.o.netID, d.JoinEUI)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	ans, err := client.HomeNSReq(ctx, backend.HomeNSReqPayload{DevEUI: d.DevEUI})
	if err != nil {
		return err
	}
	if !strings.EqualFold(ans.HNetID.String(), d.HomeNetID) {
		return fmt.Errorf("HNetID %s: want %s", ans.HNetID, d.HomeNetID)
	}
	return nil
}

// refused holds when the server refused with the given code.
func refused(err error, code backend.ResultCode) error {
	if err == nil {
		return fmt.Errorf("accepted: want %s", code)
	}
	if !strings.Contains(err.Error(), "code: "+string(code)+",") {
		return fmt.Errorf("%w: want %s", err, code)
	}
	return nil
}

func mustFail(err error) error {
	if err == nil {
		return errors.New("accepted: want a refusal")
	}
	return nil
}
