// Interop joins, against a running Lapwing server, with the Backend Interfaces client and the LoRaWAN codec of
// github.com/brocaar/lorawan, and checks every answer by independent computation.
//
// It exits 0 only when all checks hold, 1 when one does not, and 2 when it was called wrongly.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

type options struct {
	url       string
	ca        string
	nsCert    string
	nsKey     string
	nsKek     string
	netID     string
	asCert    string
	asKey     string
	asKek     string
	asID      string
	devices   string
	race      int
	moreJoins int
}

func parseOptions(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("interop", flag.ContinueOnError)
	flags.StringVar(&o.url, "url", "", "where the Join Server answers, e.g. https://localhost:8443/")
	flags.StringVar(&o.ca, "ca", "", "PEM file of the authority that signed the server's certificate")
	flags.StringVar(&o.nsCert, "ns-cert", "", "PEM file of the network server's certificate")
	flags.StringVar(&o.nsKey, "ns-key", "", "PEM file of the network server's private key")
	flags.StringVar(&o.nsKek, "ns-kek", "", "JSON file of the network server's wrapping key")
	flags.StringVar(&o.netID, "net-id", "", "the network server's NetID, 6 hexadecimal digits")
	flags.StringVar(&o.asCert, "as-cert", "", "PEM file of the application server's certificate")
	flags.StringVar(&o.asKey, "as-key", "", "PEM file of the application server's private key")
	flags.StringVar(&o.asKek, "as-kek", "", "JSON file of the application server's wrapping key")
	flags.StringVar(&o.asID, "as-id", "", "the application server's AS-ID")
	flags.StringVar(&o.devices, "devices", "", "JSON file of the test devices and their keys")
	flags.IntVar(&o.race, "race", 16, "how many gateways race with the same join-request")
	flags.IntVar(&o.moreJoins, "more-joins", 11, "joins between a join and its replay")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	return o, o.check()
}

func (o options) check() error {
	required := []struct{ name, value string }{
		{"url", o.url}, {"ca", o.ca}, {"ns-cert", o.nsCert}, {"ns-key", o.nsKey}, {"ns-kek", o.nsKek},
		{"net-id", o.netID}, {"as-cert", o.asCert}, {"as-key", o.asKey}, {"as-kek", o.asKek},
		{"as-id", o.asID}, {"devices", o.devices},
	}
	var problems []error
	for _, r := range required {
		if r.value == "" {
			problems = append(problems, fmt.Errorf("--%s is missing", r.name))
		}
	}
	return errors.Join(problems...)
}

func main() {
	o, err := parseOptions(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "interop failed:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	devices, err := readDevices(o.devices)
	if err != nil {
		return err
	}
	peers, err := newPeers(o)
	if err != nil {
		return err
	}
	report := &report{}
	for _, d := range devices {
		checkDevice(report, peers, d, o)
	}
	fmt.Printf("%d checks, %d failed\n", report.done, report.failed)
	if report.failed > 0 {
		return fmt.Errorf("%d of %d checks", report.failed, report.done)
	}
	return nil
}

// A report counts checks and prints each.
type report struct {
	done   int
	failed int
}

// expect prints one check; a nil error is a check that held.
func (r *report) expect(device, what string, err error) bool {
	r.done++
	if err == nil {
		fmt.Printf("ok    %s  %s\n", device, what)
		return true
	}
	r.failed++
	fmt.Printf("FAIL  %s  %s: %v\n", device, what, err)
	return false
}
