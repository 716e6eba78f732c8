package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

const (
	clientID     = "lapwing"
	clientSecret = "shared with the provider"
)

// serve is a provider over TLS at a free port of 127.0.0.1: another site than localhost.
func serve(redirect, out string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	certificate, err := selfSigned()
	if err != nil {
		return err
	}
	issuer := "https://" + listener.Addr().String()
	storage.RegisterClients(storage.WebClient(clientID, clientSecret, redirect))
	server := &http.Server{
		Handler: exampleop.SetupServer(
			issuer,
			storage.NewStorage(storage.NewUserStore(issuer)),
			slog.New(slog.NewTextHandler(io.Discard, nil)),
			false),
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}},
	}
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Certificate[0]})
	if err := os.WriteFile(filepath.Join(out, "ca.pem"), ca, 0o600); err != nil {
		return err
	}
	// Whoever waits for the issuer may then use both.
	if err := os.WriteFile(filepath.Join(out, "issuer.new"), []byte(issuer), 0o600); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(out, "issuer.new"), filepath.Join(out, "issuer")); err != nil {
		return err
	}
	return server.ServeTLS(listener, "", "")
}

func selfSigned() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(time.Now().UnixNano()),
		Subject:               pkix.Name{CommonName: "provider"},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}
