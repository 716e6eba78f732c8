package io.lapwing.safe;

import javacard.framework.APDU;
import javacard.framework.ISO7816;
import javacard.framework.Util;

/// The commands COMPUTE SIGNATURE and VERIFY SIGNATURE.
final class Signatures {
    private static final byte OPEN = 0;
    private static final byte CLOSE = 1;
    private static final byte LAST = (byte) 0x80;
    private static final byte SIGN_SESSION = 1;
    private static final short HASH_BYTES = 32;

    private static final byte[] SIGN_INIT = {
        Tag.PRIVATE_KEY_ID, Tag.MODE, Tag.HASH_ALGORITHM, Tag.SIGNATURE_ALGORITHM
    };
    private static final byte[] VERIFY_INIT = {
        Tag.PUBLIC_KEY_ID, Tag.MODE, Tag.HASH_ALGORITHM, Tag.SIGNATURE_ALGORITHM
    };
    private static final byte[] SIGN_UPDATE = {Tag.TEXT, Tag.HASH};
    private static final byte[] VERIFY_UPDATE = {Tag.TEXT, Tag.HASH, Tag.SIGNATURE};

    private final Fields fields;
    private final Pairs pairs;
    private final Answer answer;
    private final byte[] scratch;
    private final SignSession signing;
    private final SignSession verifying;

    Signatures(Fields fields, Pairs pairs, Answer answer, byte[] scratch) {
        this.fields = fields;
        this.pairs = pairs;
        this.answer = answer;
        this.scratch = scratch;
        signing = new SignSession(pairs);
        verifying = new SignSession(pairs);
    }

    void close() {
        signing.close();
        verifying.close();
    }

    void signInit(APDU apdu) {
        init(apdu, signing, SIGN_INIT, /* signs= */ true);
    }

    void verifyInit(APDU apdu) {
        init(apdu, verifying, VERIFY_INIT, /* signs= */ false);
    }

    private void init(APDU apdu, SignSession session, byte[] tags, boolean signs) {
        byte p1 = apdu.getBuffer()[ISO7816.OFFSET_P1];
        Fields.requireP(apdu, p1 == CLOSE ? CLOSE : OPEN, SIGN_SESSION);
        session.close();
        if (p1 == CLOSE) {
            return;
        }
        byte[] buffer = fields.read(apdu, tags);
        byte key = fields.id(buffer, (short) 0);
        byte mode = fields.id(buffer, (short) 1);
        short hash = fields.at((short) 2, (short) 2);
        if (Util.getShort(buffer, hash) != Objects.SHA_256
                || fields.id(buffer, (short) 3) != Objects.ECDSA) {
            throw Fields.wrong();
        }
        if (signs) {
            pairs.signing(key);
        } else {
            pairs.publicKey(key);
        }
        session.open(mode, key);
    }

    /// Takes a piece of the text, or the hash. Says whether it was the last.
    private boolean message(APDU apdu, SignSession session, byte[] buffer) {
        byte p1 = apdu.getBuffer()[ISO7816.OFFSET_P1];
        boolean last = p1 == LAST;
        Fields.requireP(apdu, last ? LAST : 0, SIGN_SESSION);
        boolean text = session.mode() == SignSession.MODE_TEXT;
        if (text == fields.has((short) 1)) {
            throw Fields.wrong();
        }
        if (!text) {
            if (!last) {
                throw Fields.wrong();
            }
            session.hash(buffer, fields.at((short) 1, HASH_BYTES));
        } else if (last) {
            session.lastText(buffer, fields.at((short) 0), fields.length((short) 0));
        } else {
            session.text(buffer, fields.at((short) 0), fields.length((short) 0));
        }
        return last;
    }

    void signUpdate(APDU apdu) {
        byte[] buffer = fields.read(apdu, SIGN_UPDATE);
        if (message(apdu, signing, buffer)) {
            answer.end(signing.sign(scratch, answer.octets()));
        }
    }

    void verifyUpdate(APDU apdu) {
        byte[] buffer = fields.read(apdu, VERIFY_UPDATE);
        boolean signature = fields.has((short) 2);
        if (signature != (buffer[ISO7816.OFFSET_P1] == LAST)
                || (signature && fields.length((short) 2) != Der.RAW_BYTES)) {
            throw Fields.wrong();
        }
        if (message(apdu, verifying, buffer)) {
            verifying.verify(buffer, fields.at((short) 2), scratch);
        }
    }
}
