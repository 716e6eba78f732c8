package io.lapwing.safe;

import javacard.framework.Util;

/// What a card is given with its installation, which GlobalPlatform encrypts for it (GPC 2.3.1 §11.5): keys and a file. No
/// command gives it another key.
///
/// The applet's own parameters are TLVs: `86 | length | id | key` for each secret key, `83 | length | octets` for the file.
final class Installation {
    static final short FILE_MOST_BYTES = 128;

    private final Secrets secrets = new Secrets();
    private byte[] file = new byte[0];

    Secrets secrets() {
        return secrets;
    }

    byte[] file() {
        return file;
    }

    /// Reads the parameters that `Applet.install` is called with: `length AID | length control | length own`.
    void read(byte[] octets, short offset, short length) {
        short end = (short) (offset + length);
        short own = after(octets, after(octets, offset, end), end);
        if (own >= end || after(octets, own, end) != end) {
            throw Fields.wrong();
        }
        short here = (short) (own + 1);
        while (here < end) {
            here = take(octets, here, end);
        }
        Util.arrayFillNonAtomic(octets, own, (short) (end - own), (byte) 0);
    }

    private static short after(byte[] octets, short offset, short end) {
        if (offset >= end) {
            throw Fields.wrong();
        }
        return (short) (offset + 1 + (octets[offset] & 0xff));
    }

    private short take(byte[] octets, short here, short end) {
        if ((short) (end - here) < 2) {
            throw Fields.wrong();
        }
        short length = (short) (octets[(short) (here + 1)] & 0xff);
        short value = (short) (here + 2);
        if (length > (short) (end - value)) {
            throw Fields.wrong();
        }
        if (octets[here] == Tag.SECRET_KEY_ID && length > 1) {
            secrets.put(octets[value], octets, (short) (value + 1), (short) (length - 1));
        } else if (octets[here] == Tag.FILE_ID && file.length == 0 && length <= FILE_MOST_BYTES) {
            file = new byte[length];
            Util.arrayCopyNonAtomic(octets, value, file, (short) 0, length);
        } else {
            throw Fields.wrong();
        }
        return (short) (value + length);
    }
}
