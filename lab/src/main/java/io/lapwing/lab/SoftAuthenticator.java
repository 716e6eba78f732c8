package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// An authenticator (WebAuthn level 3 §6) with one ES256 credential, whose private key is 1 and which signs with the nonce 1:
/// it always answers the same, and protects nothing.
final class SoftAuthenticator {
    static final String ORIGIN = "https://lapwing.example:8444";

    /// Present, verified (§6.1).
    static final int VERIFIED = 0x05;

    /// The same, with attested credential data.
    static final int ATTESTED = 0x45;

    /// The generator of P-256 and its order (SEC 2, §2.4.2): the public key of the private key 1.
    private static final Bytes X =
            Bytes.hex("6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296");

    private static final Bytes Y =
            Bytes.hex("4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5");
    private static final BigInteger ORDER =
            new BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);

    private static final Bytes CREDENTIAL_ID = Bytes.hex("0102030405060708090A0B0C0D0E0F10");

    private SoftAuthenticator() {}

    private static Bytes rpIdHash() {
        return Sha256.digest("lapwing.example".getBytes(StandardCharsets.UTF_8));
    }

    /// Authenticator data (§6.1) without a credential.
    static Bytes data(int flags, int counter) {
        return Bytes.concat(rpIdHash(), Bytes.of(flags), Bytes.hex("%08X".formatted(counter)));
    }

    /// Attested credential data (§6.5.1): an AAGUID of zeros, the credential, its COSE key (RFC 9053 §7.1.1).
    private static Bytes credential() {
        return Bytes.concat(
                Bytes.of(new byte[16]),
                Bytes.hex("0010"),
                CREDENTIAL_ID,
                Bytes.hex("A5010203262001215820"),
                X,
                Bytes.hex("225820"),
                Y);
    }

    /// An attestation object (§6.5.4) of the format "none".
    static Bytes attestation() {
        Bytes data = Bytes.concat(data(ATTESTED, 1), credential());
        return Bytes.concat(
                Bytes.hex("A363666D74646E6F6E656761747453746D74A068617574684461746158"),
                Bytes.of(data.length()),
                data);
    }

    static Bytes clientData(String type, String challenge) {
        return Samples.text(
                "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
                        .formatted(type, challenge, ORIGIN));
    }

    /// The answer to a registration, as `PublicKeyCredential.toJSON()` writes it.
    static String created(Bytes clientData, Bytes attestation) {
        return answer(
                "\"clientDataJSON\":\"%s\",\"attestationObject\":\"%s\",\"transports\":[]"
                        .formatted(base64(clientData), base64(attestation)));
    }

    /// The answer to a question, with a good signature over these authenticator data.
    static String got(Bytes clientData, Bytes data) {
        Bytes signed = Bytes.concat(data, Sha256.digest(clientData.toArray()));
        return answer(
                "\"clientDataJSON\":\"%s\",\"authenticatorData\":\"%s\",\"signature\":\"%s\""
                        .formatted(base64(clientData), base64(data), base64(signature(signed))));
    }

    /// ECDSA (FIPS 186-5 §6.4.1) with the private key 1 and the nonce 1: r is x of the generator, s the digest and r.
    private static Bytes signature(Bytes message) {
        BigInteger r = new BigInteger(1, X.toArray()).mod(ORDER);
        BigInteger digest = new BigInteger(1, Sha256.digest(message.toArray()).toArray());
        Bytes both = Bytes.concat(integer(r), integer(digest.add(r).mod(ORDER)));
        return Bytes.concat(Bytes.of(0x30, both.length()), both);
    }

    private static Bytes integer(BigInteger number) {
        Bytes octets = Bytes.of(number.toByteArray());
        return Bytes.concat(Bytes.of(0x02, octets.length()), octets);
    }

    private static String answer(String response) {
        return ("{\"id\":\"%1$s\",\"rawId\":\"%1$s\",\"type\":\"public-key\","
                        + "\"response\":{%2$s},\"clientExtensionResults\":{}}")
                .formatted(base64(CREDENTIAL_ID), response);
    }

    static String base64(Bytes octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets.toArray());
    }
}
