package io.lapwing.service.events;

import io.lapwing.crypto.Fault;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where this platform may be made to connect to by those who name an address: to the public internet, and to networks
/// that its operator allowed. Never to the machine itself or its neighbours, where services trust whoever can reach them.
///
/// A name is looked up once for each connection, all its addresses must be allowed, and the connection goes to the address
/// that was checked: a name that changes its address between a check and its use gains nothing.
public final class AddressRules {
    private static final int MAX_URL_LENGTH = 500;

    /// RFC 1035 §2.3.4: 253 octets of a name, 63 of a label.
    private static final Pattern NAME =
            Pattern.compile(
                    "(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /// Four decimal numbers without leading zeros, so that no octal, hexadecimal or short form is left.
    private static final Pattern DOTTED =
            Pattern.compile(
                    "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}");

    /// URL standard §3.5: a host whose last label is a number is read as an IPv4 address.
    private static final Pattern ENDS_IN_NUMBER =
            Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");

    /// IANA IPv4 Special-Purpose Address Registry (RFC 6890), multicast (RFC 5771) and reserved (RFC 1112 §4).
    private static final List<String> REFUSED_V4 =
            List.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4");

    /// RFC 4291 §2.4: what is unicast and global so far; and in it what leads to IPv4 addresses (6to4, Teredo) or is for
    /// protocols and documents (RFC 6890, RFC 9637).
    private static final String GLOBAL_V6 = "2000::/3";

    private static final List<String> REFUSED_V6 =
            List.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private final List<Network> allowed;
    private final Network global = Network.parse(GLOBAL_V6);
    private final List<Network> refused;
    private final Resolver resolver;

    /// Looks names up.
    @FunctionalInterface
    public interface Resolver {
        /// The addresses of a host, at least one.
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /// @param allowed networks that are allowed although they are not public: `10.1.2.0/24`, `fd00:1::/64`
    public AddressRules(List<String> allowed) {
        this(allowed, host -> List.of(InetAddress.getAllByName(host)));
    }

    public AddressRules(List<String> allowed, Resolver resolver) {
        this.allowed = allowed.stream().map(Network::parse).toList();
        this.resolver = resolver;
        refused =
                java.util.stream.Stream.concat(REFUSED_V4.stream(), REFUSED_V6.stream())
                        .map(Network::parse)
                        .toList();
    }

    /// The URL as it may be kept; nothing is looked up.
    ///
    /// @throws Fault `BAD_INPUT` unless it is `https` with a plain host and nothing of a user in it
    public static URI checkUrl(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (java.net.URISyntaxException _) {
            throw Fault.badInput("url: want https://host/path");
        }
        if (text.length() > MAX_URL_LENGTH
                || !"https".equalsIgnoreCase(url.getScheme())
                || url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawFragment() != null
                || url.getPort() == 0
                || url.getPort() > 65_535) {
            throw Fault.badInput(
                    "url: want https://host/path of at most %d characters, without user or fragment"
                            .formatted(MAX_URL_LENGTH));
        }
        checkHost(host(url));
        return url;
    }

    /// The host of a checked URL, in lower case, an IPv6 address without its brackets.
    static String host(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static void checkHost(String host) {
        if (host.indexOf(':') >= 0) {
            if (host.indexOf('%') >= 0) {
                throw Fault.badInput("url: an IPv6 address with a zone: want one without");
            }
            return;
        }
        boolean good =
                ENDS_IN_NUMBER.matcher(host).matches()
                        ? DOTTED.matcher(host).matches()
                        : NAME.matcher(host).matches();
        if (!good) {
            throw Fault.badInput(
                    "url: host is no DNS name and no IP address: want four decimal numbers, no other form");
        }
    }

    /// The address to connect to for a host.
    ///
    /// @throws Fault `FORBIDDEN` when any of the host's addresses is refused, `UNAVAILABLE` when it has none
    public InetAddress resolve(String host) {
        checkHost(host);
        List<InetAddress> addresses;
        try {
            addresses = resolver.resolve(host);
        } catch (UnknownHostException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "host " + host + " has no address", e);
        }
        for (InetAddress address : addresses) {
            if (!allows(address)) {
                throw new Fault(
                        Fault.Kind.FORBIDDEN,
                        "host "
                                + host
                                + " is of a private or special network: have its network put into"
                                + " allow");
            }
        }
        return addresses.getFirst();
    }

    /// Whether a connection to this address is allowed.
    boolean allows(InetAddress address) {
        if (allowed.stream().anyMatch(network -> network.contains(address))) {
            return true;
        }
        boolean unicast = address instanceof Inet4Address || global.contains(address);
        return unicast && refused.stream().noneMatch(network -> network.contains(address));
    }

    /// Checks the notation of networks.
    public static void checkNetworks(List<String> networks) {
        networks.forEach(Network::parse);
    }

    private record Network(InetAddress first, int bits) {
        static Network parse(String text) {
            int slash = text.indexOf('/');
            String address = slash < 0 ? "" : text.substring(0, slash);
            boolean literal = address.indexOf(':') >= 0 || DOTTED.matcher(address).matches();
            if (!literal || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
                throw Fault.badInput("network: want address/bits, 10.1.2.0/24 or fd00::/8");
            }
            try {
                InetAddress first = InetAddress.ofLiteral(address);
                int bits = Integer.parseInt(text.substring(slash + 1));
                if (bits > first.getAddress().length * 8) {
                    throw Fault.badInput("network of " + bits + " bits: want at most 32 or 128");
                }
                return new Network(first, bits);
            } catch (IllegalArgumentException _) {
                throw Fault.badInput("network: want address/bits, 10.1.2.0/24 or fd00::/8");
            }
        }

        /// IPv6 addresses that are mapped IPv4 ones are `Inet4Address` already, by the JDK.
        boolean contains(InetAddress address) {
            byte[] mine = first.getAddress();
            byte[] other = address.getAddress();
            if (mine.length != other.length) {
                return false;
            }
            int whole = bits / 8;
            if (!Arrays.equals(mine, 0, whole, other, 0, whole)) {
                return false;
            }
            int rest = bits % 8;
            return rest == 0 || ((mine[whole] ^ other[whole]) & 0xff) >>> (8 - rest) == 0;
        }
    }
}
