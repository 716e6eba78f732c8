package io.lapwing.service.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Fault;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which addresses webhooks may be sent to.
class AddressRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "ftp://example.com/",
                "https:///path",
                "https://user@example.com/",
                "https://user:word@example.com/",
                "https://example.com/#part",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0177.0.0.1/",
                "https://127.1/",
                "https://127.0.0.1./",
                "https://127.0.0.01/",
                "https://a.0x7f/",
                "https://exa_mple.com/",
                "https://[fe80::1%25eth0]/",
                "https://example.com:0/",
                "https://example.com:65536/",
                "not a url"
            })
    void refusesUrlsThatReadInMoreThanOneWay(String url) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> AddressRules.checkUrl(url))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_INPUT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/hook?a=b",
                "HTTPS://EXAMPLE.COM/",
                "https://8.8.8.8:8443/",
                "https://[2606:4700::1]/"
            })
    void takesPlainUrls(String url) {
        URI checked = AddressRules.checkUrl(url);

        assertThat(checked).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "10.0.0.1",
                "100.64.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "192.0.0.8",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "fe80::1",
                "fec0::1",
                "fd00:ec2::254",
                "ff02::1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::1",
                "2001:0:7f00:1::1",
                "2001:db8::1"
            })
    void refusesAddressesThatAreNotPublic(String address) {
        AddressRules rules = new AddressRules(List.of());

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> rules.resolve(address))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.FORBIDDEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "2606:4700::1111", "192.0.1.1"})
    void allowsPublicAddresses(String address) {
        AddressRules rules = new AddressRules(List.of());

        InetAddress found = rules.resolve(address);

        assertThat(found).isEqualTo(InetAddress.ofLiteral(address));
    }

    @Test
    void allowsPrivateNetworksThatTheOperatorNames() {
        AddressRules rules = new AddressRules(List.of("10.1.2.0/23", "fd00:1::/32"));

        assertThat(rules.allows(InetAddress.ofLiteral("10.1.3.255"))).isTrue();
        assertThat(rules.allows(InetAddress.ofLiteral("10.1.4.0"))).isFalse();
        assertThat(rules.allows(InetAddress.ofLiteral("fd00:1::7"))).isTrue();
        assertThat(rules.allows(InetAddress.ofLiteral("fd00:2::7"))).isFalse();
    }

    @Test
    void refusesANameOfWhichOneAddressIsPrivate() {
        AddressRules rules =
                new AddressRules(
                        List.of(),
                        _ ->
                                List.of(
                                        InetAddress.ofLiteral("8.8.8.8"),
                                        InetAddress.ofLiteral("127.0.0.1")));

        assertThatExceptionOfType(Fault.class).isThrownBy(() -> rules.resolve("two.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "localhost/8", "10.1/16", "::/129", "/8"})
    void refusesNetworksInOtherForms(String network) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> AddressRules.checkNetworks(List.of(network)));
    }
}
