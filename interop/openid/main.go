// Openid signs in at a running Lapwing console through an OpenID provider of another project: github.com/zitadel/oidc, with
// its example of users and a login page. Nothing of Lapwing's own code takes part.
//
//	openid provider --redirect URL --out FOLDER    serves until it is ended; writes issuer and ca.pem into the folder
//	openid try --console URL --ca FILE --provider-ca FILE    runs the checks
//	openid port    prints a free port
//
// It exits 0 only when all checks hold, 1 when one does not, and 2 when it was called wrongly.
package main

import (
	"flag"
	"fmt"
	"net"
	"os"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "want provider, try or port")
		os.Exit(2)
	}
	var err error
	switch os.Args[1] {
	case "provider":
		err = provider(os.Args[2:])
	case "try":
		err = try(os.Args[2:])
	case "port":
		err = port()
	default:
		fmt.Fprintln(os.Stderr, "want provider, try or port")
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "openid:", err)
		os.Exit(1)
	}
}

func provider(args []string) error {
	flags := flag.NewFlagSet("provider", flag.ExitOnError)
	redirect := flags.String("redirect", "", "where browsers are sent back to")
	out := flags.String("out", ".", "the folder for issuer and ca.pem")
	_ = flags.Parse(args)
	return serve(*redirect, *out)
}

func try(args []string) error {
	flags := flag.NewFlagSet("try", flag.ExitOnError)
	console := flags.String("console", "", "the console's origin")
	ca := flags.String("ca", "", "PEM file of the console's authority")
	providerCA := flags.String("provider-ca", "", "PEM file of the provider's authority")
	_ = flags.Parse(args)
	return check(*console, *ca, *providerCA)
}

// port prints one that is free now.
func port() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer listener.Close()
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	return nil
}
