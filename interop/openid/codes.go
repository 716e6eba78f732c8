package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strings"
	"time"
)

// A codeApp is an authenticator app (RFC 6238): SHA-1, 30 seconds, six digits.
type codeApp struct {
	key  []byte
	step int64
}

func codeAppOf(secret string) (*codeApp, error) {
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(secret, " ", ""))
	if err != nil || len(key) == 0 {
		return nil, fmt.Errorf("no secret in base 32 on the page: %q", secret)
	}
	return &codeApp{key, time.Now().Unix()/30 - 2}, nil
}

// code was not shown before: a server that allows for clocks that are 30 seconds off takes three of them in a row.
func (a *codeApp) code() string {
	a.step = max(a.step+1, time.Now().Unix()/30-1)
	mac := hmac.New(sha1.New, a.key)
	_ = binary.Write(mac, binary.BigEndian, a.step)
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 0xf
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[offset:])&0x7fffffff)%1_000_000)
}
