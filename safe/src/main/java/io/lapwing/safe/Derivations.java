package io.lapwing.safe;

import javacard.framework.APDU;
import javacard.framework.Util;

/// The commands COMPUTE PRF and COMPUTE HKDF.
final class Derivations {
    private static final short MOST_PRF_BYTES = 256;

    private static final byte[] PRF = {
        Tag.SECRET_KEY_ID, Tag.SECRET, Tag.LABEL_AND_SEED, Tag.OUTPUT_LENGTH
    };
    private static final byte[] HKDF = {
        Tag.SECRET_KEY_ID, Tag.SECRET, Tag.SALT, Tag.HASH_ALGORITHM
    };

    private final Fields fields;
    private final Secrets secrets;
    private final Answer answer;
    private final byte[] scratch;
    private final Hmac hmac = new Hmac();

    Derivations(Fields fields, Secrets secrets, Answer answer, byte[] scratch) {
        this.fields = fields;
        this.secrets = secrets;
        this.answer = answer;
        this.scratch = scratch;
    }

    void forget() {
        hmac.forget();
    }

    /// PRF of TLS 1.2 (RFC 5246 §5): of one of the card's root keys, or of a secret that the terminal gives.
    void prf(APDU apdu) {
        Fields.requireP(apdu, (byte) 0, (byte) 0);
        byte[] buffer = fields.read(apdu, PRF);
        short length = Util.getShort(buffer, fields.at((short) 3, (short) 2));
        if (length < 1 || length > MOST_PRF_BYTES) {
            throw Fields.wrong();
        }
        short seed = fields.at((short) 2);
        short size = secret(buffer);
        if (size < 0) {
            hmac.key(buffer, fields.at((short) 1), fields.length((short) 1));
        } else {
            hmac.key(scratch, (short) 0, size);
        }
        hmac.expand(buffer, seed, fields.length((short) 2), answer.octets(), length);
        answer.end(length);
    }

    /// Extract of HKDF (RFC 5869 §2.2), whose input is one of the card's root keys or a secret that the terminal gives.
    void hkdf(APDU apdu) {
        Fields.requireP(apdu, (byte) 0, (byte) 0);
        byte[] buffer = fields.read(apdu, HKDF);
        if (fields.has((short) 3)
                && Util.getShort(buffer, fields.at((short) 3, (short) 2)) != Objects.SHA_256) {
            throw Fields.wrong();
        }
        short salt = fields.at((short) 2);
        short size = secret(buffer);
        hmac.key(buffer, salt, fields.length((short) 2));
        if (size < 0) {
            short given = fields.at((short) 1);
            hmac.mac(
                    buffer,
                    given,
                    fields.length((short) 1),
                    buffer,
                    given,
                    (short) 0,
                    answer.octets(),
                    (short) 0);
        } else {
            hmac.mac(
                    scratch,
                    (short) 0,
                    size,
                    scratch,
                    (short) 0,
                    (short) 0,
                    answer.octets(),
                    (short) 0);
        }
        answer.end(Hmac.LENGTH);
    }

    /// Copies the root key that is named into the scratch and says how long it is; -1 when the terminal gives a secret.
    private short secret(byte[] buffer) {
        if (fields.has((short) 0) == fields.has((short) 1)) {
            throw Fields.wrong();
        }
        return fields.has((short) 0)
                ? secrets.root(fields.id(buffer, (short) 0), scratch)
                : (short) -1;
    }
}
