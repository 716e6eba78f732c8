package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"time"
)

// A browser has cookies of its own and follows no redirect by itself.
type browser struct {
	console string
	client  *http.Client
}

func newBrowser(console string, files ...string) *browser {
	trusted := x509.NewCertPool()
	for _, file := range files {
		// A file that is not there makes every exchange fail, which says why.
		text, _ := os.ReadFile(file)
		trusted.AppendCertsFromPEM(text)
	}
	jar, _ := cookiejar.New(nil)
	return &browser{console, &http.Client{
		Jar:       jar,
		Timeout:   20 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}}
}

type page struct {
	status int
	header http.Header
	text   string
}

func (b *browser) get(address string) (page, error) {
	return b.send(http.NewRequest(http.MethodGet, address, nil))
}

func (b *browser) post(address string, form url.Values) (page, error) {
	request, err := http.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	if err == nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return b.send(request, err)
}

func (b *browser) send(request *http.Request, err error) (page, error) {
	if err != nil {
		return page{}, err
	}
	response, err := b.client.Do(request)
	if err != nil {
		return page{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	return page{response.StatusCode, response.Header, string(text)}, err
}

// setOut leaves the console for the provider.
func (b *browser) setOut() (string, error) {
	p, err := b.get(b.console + "/sign-in/openid")
	if err != nil {
		return "", err
	}
	if p.status != http.StatusSeeOther {
		return "", fmt.Errorf("start %d: want 303", p.status)
	}
	return p.header.Get("Location"), nil
}

// returnAddress is where the provider sends the browser of someone who signed in there.
func (b *browser) returnAddress(user string) (string, error) {
	address, err := b.setOut()
	if err != nil {
		return "", err
	}
	for range 5 {
		if strings.HasPrefix(address, b.console) {
			return address, nil
		}
		p, err := b.at(address, user)
		if err != nil {
			return "", err
		}
		next, err := url.Parse(p.header.Get("Location"))
		if err != nil || next.String() == "" {
			return "", fmt.Errorf("provider: status %d and no way on from %s", p.status, address)
		}
		base, err := url.Parse(address)
		if err != nil {
			return "", err
		}
		address = base.ResolveReference(next).String()
	}
	return "", fmt.Errorf("provider: too many redirects, the last to %s", address)
}

// at opens a page of the provider; its login page is filled in.
func (b *browser) at(address, user string) (page, error) {
	p, err := b.get(address)
	if err != nil || p.status != http.StatusOK {
		return p, err
	}
	login, err := url.Parse(address)
	if err != nil {
		return p, err
	}
	return b.post(login.Scheme+"://"+login.Host+"/login/username", url.Values{
		"id":       {p.between(`name="id" value="`, `"`)},
		"username": {user},
		"password": {password},
	})
}

func (b *browser) throughProvider(user string) (page, error) {
	back, err := b.returnAddress(user)
	if err != nil {
		return page{}, err
	}
	return b.get(back)
}

func (p page) between(before, after string) string {
	_, rest, _ := strings.Cut(p.text, before)
	found, _, _ := strings.Cut(rest, after)
	return found
}

func (p page) mustHave(status int, text string) error {
	if p.status != status || !strings.Contains(p.text, text) {
		return fmt.Errorf("status %d, %d bytes: want %d with %q", p.status, len(p.text), status, text)
	}
	return nil
}

// mustLeadTo holds when a page goes on by itself, or a redirect leads, to a path of the console.
func (p page) mustLeadTo(status int, path string) error {
	led := p.header.Get("Location") == path || p.header.Get("Refresh") == "0; url="+path
	if p.status != status || !led {
		return fmt.Errorf("status %d to %q: want %d to %s",
			p.status, p.header.Get("Location")+p.header.Get("Refresh"), status, path)
	}
	return nil
}
