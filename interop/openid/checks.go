package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

const (
	linked   = "test-user@127.0.0.1" // its subject is id1
	unlinked = "test-user2"          // its subject is id2
	password = "verysecure"
)

// A report counts checks and prints each.
type report struct{ failed int }

func (r *report) expect(what string, err error) bool {
	if err == nil {
		fmt.Printf("ok    openid  %s\n", what)
		return true
	}
	r.failed++
	fmt.Printf("FAIL  openid  %s: %v\n", what, err)
	return false
}

// check runs every check, in an order in which each builds on the ones before.
func check(console, ca, providerCA string) error {
	r := &report{}
	open := func() *browser { return newBrowser(console, ca, providerCA) }

	anna := open()
	var app *codeApp
	enrolled := r.expect("the provider's word leads a linked user to a second factor", func() (err error) {
		app, err = anna.enrol()
		return err
	}())
	if enrolled {
		r.expect("and to the session", anna.isIn())
		r.expect("the next time the second factor is asked for", anna.comesBack(app))
	}
	r.expect("whom nobody linked is told the subject, and refused", open().isRefused(unlinked, "id2"))
	r.expect("the return of another browser is refused", open().returnsForAnother(open()))
	r.expect("the same return is refused the second time", open().returnsTwice())
	r.expect("a code that the provider did not give is refused", open().returnsWith("code", "guessed"))
	if r.failed > 0 {
		return fmt.Errorf("%d checks failed", r.failed)
	}
	return nil
}

func (b *browser) enrol() (*codeApp, error) {
	p, err := b.throughProvider(linked)
	if err != nil {
		return nil, err
	}
	if err := p.mustLeadTo(http.StatusOK, "/enrol"); err != nil {
		return nil, err
	}
	p, err = b.get(b.console + "/enrol")
	if err != nil {
		return nil, err
	}
	app, err := codeAppOf(p.between(`<code class="secret-once">`, "<"))
	if err != nil {
		return nil, err
	}
	p, err = b.post(b.console+"/enrol", url.Values{"code": {app.code()}})
	if err != nil {
		return nil, err
	}
	return app, p.mustHave(http.StatusOK, "Your recovery codes")
}

func (b *browser) isIn() error {
	p, err := b.get(b.console + "/account")
	if err != nil {
		return err
	}
	return p.mustHave(http.StatusOK, "user:interop")
}

func (b *browser) comesBack(app *codeApp) error {
	p, err := b.throughProvider(linked)
	if err != nil {
		return err
	}
	if err := p.mustLeadTo(http.StatusOK, "/sign-in/second"); err != nil {
		return err
	}
	if p, err = b.get(b.console + "/sign-in/second"); err != nil {
		return err
	}
	if err := p.mustHave(http.StatusOK, "Second factor"); err != nil {
		return err
	}
	if p, err = b.post(b.console+"/sign-in/second", url.Values{"code": {app.code()}}); err != nil {
		return err
	}
	return p.mustLeadTo(http.StatusSeeOther, "/")
}

func (b *browser) isRefused(user, told string) error {
	p, err := b.throughProvider(user)
	if err != nil {
		return err
	}
	return p.mustHave(http.StatusUnauthorized, "you are the subject "+told)
}

func (b *browser) returnsForAnother(other *browser) error {
	back, err := other.returnAddress(linked)
	if err != nil {
		return err
	}
	if _, err := b.setOut(); err != nil {
		return err
	}
	return b.mustRefuse(back)
}

func (b *browser) returnsTwice() error {
	back, err := b.returnAddress(linked)
	if err != nil {
		return err
	}
	p, err := b.get(back)
	if err != nil {
		return err
	}
	if p.status != http.StatusOK {
		return fmt.Errorf("first return %d: want 200", p.status)
	}
	return b.mustRefuse(back)
}

func (b *browser) returnsWith(name, value string) error {
	back, err := b.returnAddress(linked)
	if err != nil {
		return err
	}
	address, err := url.Parse(back)
	if err != nil {
		return err
	}
	query := address.Query()
	if query.Get(name) == "" {
		return errors.New("no " + name + " in the return")
	}
	query.Set(name, value)
	address.RawQuery = query.Encode()
	return b.mustRefuse(address.String())
}

func (b *browser) mustRefuse(address string) error {
	p, err := b.get(address)
	if err != nil {
		return err
	}
	if p.status != http.StatusUnauthorized && p.status != http.StatusTooManyRequests {
		return fmt.Errorf("status %d: want 401", p.status)
	}
	if strings.Contains(p.header.Get("Set-Cookie"), "__Host-sign-in=") {
		return errors.New("a refused return began a sign-in")
	}
	return nil
}
