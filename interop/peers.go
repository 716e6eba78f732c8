package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/brocaar/lorawan"
	"github.com/brocaar/lorawan/backend"
)

// Network servers in the field give up after five seconds (ChirpStack v4).
const patience = 5 * time.Second

// A peers value is the two servers that talk to the Join Server.
type peers struct {
	o     options
	netID lorawan.NetID
	nsKek wrappingKey
	asKek wrappingKey
	as    *http.Client

	mutex   sync.Mutex
	clients map[string]backend.Client
}

func newPeers(o options) (*peers, error) {
	p := &peers{o: o, clients: map[string]backend.Client{}}
	var err error
	if err = p.netID.UnmarshalText([]byte(o.netID)); err != nil {
		return nil, fmt.Errorf("--net-id %q: %w", o.netID, err)
	}
	if p.nsKek, err = readWrappingKey(o.nsKek); err != nil {
		return nil, err
	}
	if p.asKek, err = readWrappingKey(o.asKek); err != nil {
		return nil, err
	}
	p.as, err = httpClient(o.ca, o.asCert, o.asKey)
	return p, err
}

func httpClient(ca, cert, key string) (*http.Client, error) {
	pem, err := os.ReadFile(ca)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s: no certificate", ca)
	}
	own, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{own}}
	return &http.Client{Timeout: patience, Transport: &http.Transport{TLSClientConfig: config}}, nil
}

// networkServer is the client a network server of the field uses, speaking for one NetID to one JoinEUI.
func (p *peers) networkServer(netID string, joinEUI lorawan.EUI64) (backend.Client, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	key := netID + joinEUI.String()
	if client, known := p.clients[key]; known {
		return client, nil
	}
	client, err := backend.NewClient(backend.ClientConfig{
		SenderID:   netID,
		ReceiverID: joinEUI.String(),
		Server:     p.o.url,
		CACert:     p.o.ca,
		TLSCert:    p.o.nsCert,
		TLSKey:     p.o.nsKey,
	})
	p.clients[key] = client
	return client, err
}

// fetchAppSKey asks for an AppSKey as an application server; the library has the message but no call for it.
func (p *peers) fetchAppSKey(d *device, id []byte) (backend.AppSKeyAnsPayload, error) {
	req := backend.AppSKeyReqPayload{
		BasePayload: backend.BasePayload{
			ProtocolVersion: backend.ProtocolVersion1_0,
			SenderID:        p.o.asID,
			ReceiverID:      d.JoinEUI.String(),
			TransactionID:   0,
			MessageType:     backend.AppSKeyReq,
		},
		DevEUI:       d.DevEUI,
		SessionKeyID: id,
	}
	var ans backend.AppSKeyAnsPayload
	if err := post(p.as, p.o.url, req, &ans); err != nil {
		return ans, err
	}
	if ans.Result.ResultCode != backend.Success {
		return ans, fmt.Errorf("%s: %s", ans.Result.ResultCode, ans.Result.Description)
	}
	return ans, nil
}

func post(client *http.Client, url string, message, answer any) error {
	body, err := json.Marshal(message)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 32<<10))
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("HTTP %d: want 200", resp.StatusCode)
	}
	return json.Unmarshal(text, answer)
}
