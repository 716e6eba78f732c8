package io.lapwing.safe;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;
import javacard.security.RandomData;

/// The applet: takes commands, and answers each with what it asks for or with the status word of IoT.05 that says why not.
///
/// `docs/protocols/iot-safe.md` has the commands, octet by octet.
public final class IotSafeApplet extends Applet {
    /// The class of IoT SAFE, whose low bits are the logical channel (ISO 7816-4 §5.4.1).
    private static final byte CLASS = (byte) 0x80;

    private static final byte CHANNEL_BITS = 0x03;

    /// P1 of a message's last piece.
    private static final byte LAST = (byte) 0x80;

    private static final byte OPEN = 0;
    private static final byte CLOSE = 1;
    private static final byte SIGN_SESSION = 1;
    private static final byte PUT_SESSION = 2;

    private static final short SCRATCH_BYTES = 128;
    private static final short HASH_BYTES = 32;
    private static final short MOST_PRF_BYTES = 256;

    private static final byte[] PRIVATE_KEY = {Tag.PRIVATE_KEY_ID};
    private static final byte[] PUBLIC_KEY = {Tag.PUBLIC_KEY_ID};
    private static final byte[] SECRET_KEY = {Tag.SECRET_KEY_ID};
    private static final byte[] FILE = {Tag.FILE_ID};
    private static final byte[] POINT = {Tag.PUBLIC_KEY};
    private static final byte[] AGREE = {Tag.PRIVATE_KEY_ID, Tag.PUBLIC_KEY_ID};
    private static final byte[] SIGN_INIT = {
        Tag.PRIVATE_KEY_ID, Tag.MODE, Tag.HASH_ALGORITHM, Tag.SIGNATURE_ALGORITHM
    };
    private static final byte[] VERIFY_INIT = {
        Tag.PUBLIC_KEY_ID, Tag.MODE, Tag.HASH_ALGORITHM, Tag.SIGNATURE_ALGORITHM
    };
    private static final byte[] SIGN_UPDATE = {Tag.TEXT, Tag.HASH};
    private static final byte[] VERIFY_UPDATE = {Tag.TEXT, Tag.HASH, Tag.SIGNATURE};
    private static final byte[] PRF = {
        Tag.SECRET_KEY_ID, Tag.SECRET, Tag.LABEL_AND_SEED, Tag.OUTPUT_LENGTH
    };
    private static final byte[] HKDF = {
        Tag.SECRET_KEY_ID, Tag.SECRET, Tag.SALT, Tag.HASH_ALGORITHM
    };

    private final Fields fields = new Fields();
    private final Answer answer = new Answer();
    private final Hmac hmac = new Hmac();
    private final Pairs pairs = new Pairs();
    private final SignSession signing = new SignSession(pairs);
    private final SignSession verifying = new SignSession(pairs);
    private final RandomData random = RandomData.getInstance(RandomData.ALG_KEYGENERATION);
    private final byte[] scratch =
            JCSystem.makeTransientByteArray(SCRATCH_BYTES, JCSystem.CLEAR_ON_DESELECT);

    /// Whether a public key is being put.
    private final boolean[] putting =
            JCSystem.makeTransientBooleanArray((short) 1, JCSystem.CLEAR_ON_DESELECT);

    private final Secrets secrets;
    private final byte[] file;
    private final Lorawan lorawan;
    private final Objects objects;

    private IotSafeApplet(Installation given) {
        secrets = given.secrets();
        file = given.file();
        lorawan = new Lorawan(secrets);
        objects = new Objects(pairs, secrets, file);
    }

    /// Called by the card with the installation's parameters: see [Installation].
    public static void install(byte[] octets, short offset, byte length) {
        Installation given = new Installation();
        given.read(octets, offset, (short) (length & 0xff));
        new IotSafeApplet(given).register();
    }

    /// Begins with nothing of an earlier session: also after a reset, of which a card tells no applet.
    @Override
    public boolean select() {
        lorawan.forget();
        answer.wipe();
        signing.close();
        verifying.close();
        return true;
    }

    @Override
    public void deselect() {
        lorawan.forget();
        answer.wipe();
    }

    @Override
    public void process(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        if (selectingApplet()) {
            return;
        }
        if ((byte) (buffer[ISO7816.OFFSET_CLA] & ~CHANNEL_BITS) != CLASS) {
            ISOException.throwIt(ISO7816.SW_CLA_NOT_SUPPORTED);
        }
        byte instruction = buffer[ISO7816.OFFSET_INS];
        if (instruction == Instruction.GET_RESPONSE) {
            getResponse(apdu);
            return;
        }
        answer.wipe();
        if (instruction != Instruction.LORAWAN_CMAC) {
            lorawan.dropMessage();
        }
        boolean answered = false;
        try {
            serve(instruction, apdu);
            answered = true;
        } finally {
            Util.arrayFillNonAtomic(scratch, (short) 0, SCRATCH_BYTES, (byte) 0);
            hmac.forget();
            if (!answered) {
                answer.wipe();
            }
        }
        if (answer.isWaiting()) {
            answer.send(apdu);
        }
    }

    private void getResponse(APDU apdu) {
        requireP(apdu, (byte) 0, (byte) 0);
        if (!answer.isWaiting()) {
            ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        }
        answer.send(apdu);
    }

    private void serve(byte instruction, APDU apdu) {
        switch (instruction) {
            case Instruction.GET_RANDOM:
                getRandom(apdu);
                break;
            case Instruction.GENERATE_KEY_PAIR:
                generateKeyPair(apdu);
                break;
            case Instruction.READ_PUBLIC_KEY:
                readPublicKey(apdu);
                break;
            case Instruction.PUT_PUBLIC_KEY_INIT:
                putPublicKeyInit(apdu);
                break;
            case Instruction.PUT_PUBLIC_KEY_UPDATE:
                putPublicKeyUpdate(apdu);
                break;
            case Instruction.COMPUTE_DH:
                computeDh(apdu);
                break;
            case Instruction.SIGN_INIT:
                init(apdu, signing, SIGN_INIT, /* signs= */ true);
                break;
            case Instruction.SIGN_UPDATE:
                signUpdate(apdu);
                break;
            case Instruction.VERIFY_INIT:
                init(apdu, verifying, VERIFY_INIT, /* signs= */ false);
                break;
            case Instruction.VERIFY_UPDATE:
                verifyUpdate(apdu);
                break;
            case Instruction.COMPUTE_PRF:
                computePrf(apdu);
                break;
            case Instruction.COMPUTE_HKDF:
                computeHkdf(apdu);
                break;
            case Instruction.GET_DATA:
                getData(apdu);
                break;
            case Instruction.READ_FILE:
                readFile(apdu);
                break;
            case Instruction.LORAWAN_CMAC:
                lorawanCmac(apdu);
                break;
            case Instruction.LORAWAN_DERIVE:
                lorawanDerive(apdu);
                break;
            case Instruction.LORAWAN_ENCRYPT:
                lorawanEncrypt(apdu);
                break;
            case Instruction.LORAWAN_OPEN:
                lorawanOpen(apdu);
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
                break;
        }
    }

    /// Takes the command's data, whole: `6700` when there is less or more than Lc says. One piece, since the applet takes no
    /// extended lengths.
    private static short data(APDU apdu) {
        short length = apdu.setIncomingAndReceive();
        if (length != (short) (apdu.getBuffer()[ISO7816.OFFSET_LC] & 0xff)) {
            ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
        }
        return length;
    }

    /// Takes the command's data as TLVs of these tags.
    private byte[] read(APDU apdu, byte[] tags) {
        short length = data(apdu);
        fields.read(apdu.getBuffer(), ISO7816.OFFSET_CDATA, length, tags);
        return apdu.getBuffer();
    }

    private static void requireP(APDU apdu, byte p1, byte p2) {
        byte[] buffer = apdu.getBuffer();
        if (buffer[ISO7816.OFFSET_P1] != p1 || buffer[ISO7816.OFFSET_P2] != p2) {
            ISOException.throwIt(ISO7816.SW_INCORRECT_P1P2);
        }
    }

    /// An id of one octet.
    private byte id(byte[] buffer, short field) {
        return buffer[fields.at(field, (short) 1)];
    }

    private void getRandom(APDU apdu) {
        requireP(apdu, (byte) 0, (byte) 0);
        short wanted = (short) (apdu.getBuffer()[ISO7816.OFFSET_LC] & 0xff);
        short length = wanted == 0 ? 256 : wanted;
        random.nextBytes(answer.octets(), (short) 0, length);
        answer.end(length);
    }

    private void generateKeyPair(APDU apdu) {
        requireP(apdu, (byte) 0, (byte) 0);
        pairs.generate(id(read(apdu, PRIVATE_KEY), (short) 0));
        answer.end(pairs.write(Pairs.AGREEMENT, answer.octets()));
    }

    private void readPublicKey(APDU apdu) {
        requireP(apdu, (byte) 0, (byte) 0);
        byte id = id(read(apdu, PUBLIC_KEY), (short) 0);
        answer.end(pairs.write(id, answer.octets()));
    }

    private void putPublicKeyInit(APDU apdu) {
        byte p1 = apdu.getBuffer()[ISO7816.OFFSET_P1];
        requireP(apdu, p1 == CLOSE ? CLOSE : OPEN, PUT_SESSION);
        putting[0] = false;
        if (p1 == OPEN) {
            byte id = id(read(apdu, PUBLIC_KEY), (short) 0);
            if (id != Pairs.PEER) {
                // Refuses an unknown one as such, and the card's own as not to be changed.
                pairs.write(id, answer.octets());
                ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
            }
            putting[0] = true;
        }
    }

    private void putPublicKeyUpdate(APDU apdu) {
        requireP(apdu, LAST, PUT_SESSION);
        byte[] buffer = read(apdu, POINT);
        if (!putting[0]) {
            ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        }
        short value = fields.at((short) 0, (short) (Pairs.PUBLIC_KEY_BYTES - 2));
        putting[0] = false;
        pairs.put(buffer, value, scratch);
    }

    private void computeDh(APDU apdu) {
        requireP(apdu, (byte) 0, (byte) 0);
        byte[] buffer = read(apdu, AGREE);
        byte own = id(buffer, (short) 0);
        byte other = id(buffer, (short) 1);
        answer.end(pairs.agree(own, other, scratch, answer.octets()));
    }

    private void init(APDU apdu, SignSession session, byte[] tags, boolean signs) {
        byte p1 = apdu.getBuffer()[ISO7816.OFFSET_P1];
        requireP(apdu, p1 == CLOSE ? CLOSE : OPEN, SIGN_SESSION);
        session.close();
        if (p1 == CLOSE) {
            return;
        }
        byte[] buffer = read(apdu, tags);
        byte key = id(buffer, (short) 0);
        byte mode = id(buffer, (short) 1);
        short hash = fields.at((short) 2, (short) 2);
        if (Util.getShort(buffer, hash) != Objects.SHA_256
                || id(buffer, (short) 3) != Objects.ECDSA) {
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
        requireP(apdu, last ? LAST : 0, SIGN_SESSION);
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

    private void signUpdate(APDU apdu) {
        byte[] buffer = read(apdu, SIGN_UPDATE);
        if (message(apdu, signing, buffer)) {
            answer.end(signing.sign(scratch, answer.octets()));
        }
    }

    private void verifyUpdate(APDU apdu) {
        byte[] buffer = read(apdu, VERIFY_UPDATE);
        boolean signature = fields.has((short) 2);
        if (signature != (buffer[ISO7816.OFFSET_P1] == LAST)
                || (signature && fields.length((short) 2) != Der.RAW_BYTES)) {
            throw Fields.wrong();
        }
        if (message(apdu, verifying, buffer)) {
            verifying.verify(buffer, fields.at((short) 2), scratch);
        }
    }

    /// PRF of TLS 1.2 (RFC 5246 §5): of one of the card's root keys, or of a secret that the terminal gives.
    private void computePrf(APDU apdu) {
        requireP(apdu, (byte) 0, (byte) 0);
        byte[] buffer = read(apdu, PRF);
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
    private void computeHkdf(APDU apdu) {
        requireP(apdu, (byte) 0, (byte) 0);
        byte[] buffer = read(apdu, HKDF);
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
        return fields.has((short) 0) ? secrets.root(id(buffer, (short) 0), scratch) : (short) -1;
    }

    private void getData(APDU apdu) {
        byte what = apdu.getBuffer()[ISO7816.OFFSET_P1];
        requireP(apdu, what, (byte) 0);
        switch (what) {
            case 0:
                objects.application(answer);
                break;
            case 1:
                objects.list(answer);
                break;
            case Tag.PRIVATE_KEY_INFO:
                objects.privateKey(id(read(apdu, PRIVATE_KEY), (short) 0), answer);
                break;
            case Tag.PUBLIC_KEY_INFO:
                objects.publicKey(id(read(apdu, PUBLIC_KEY), (short) 0), answer);
                break;
            case Tag.SECRET_KEY_INFO:
                objects.secretKey(id(read(apdu, SECRET_KEY), (short) 0), answer);
                break;
            case Tag.FILE_INFO:
                objects.file(id(read(apdu, FILE), (short) 0), answer);
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INCORRECT_P1P2);
                break;
        }
    }

    /// Reads the file from the offset in P1 and P2.
    private void readFile(APDU apdu) {
        byte[] buffer = read(apdu, FILE);
        short offset = Util.getShort(buffer, ISO7816.OFFSET_P1);
        if (id(buffer, (short) 0) != Objects.FILE) {
            ISOException.throwIt(ISO7816.SW_FILE_NOT_FOUND);
        }
        if (offset < 0 || offset >= (short) file.length) {
            ISOException.throwIt(ISO7816.SW_INCORRECT_P1P2);
        }
        short length = (short) (file.length - offset);
        Util.arrayCopyNonAtomic(file, offset, answer.octets(), (short) 0, length);
        answer.end(length);
    }

    private void lorawanCmac(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        boolean last = buffer[ISO7816.OFFSET_P1] == LAST;
        byte slot = buffer[ISO7816.OFFSET_P2];
        requireP(apdu, last ? LAST : 0, slot);
        short length = data(apdu);
        answer.end(lorawan.mac(slot, last, buffer, ISO7816.OFFSET_CDATA, length, answer.octets()));
    }

    private void lorawanDerive(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        short length = data(apdu);
        lorawan.derive(
                buffer[ISO7816.OFFSET_P1],
                buffer[ISO7816.OFFSET_P2],
                buffer,
                ISO7816.OFFSET_CDATA,
                length,
                scratch);
    }

    private void lorawanEncrypt(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        byte slot = buffer[ISO7816.OFFSET_P2];
        requireP(apdu, (byte) 0, slot);
        short length = data(apdu);
        answer.end(lorawan.encrypt(slot, buffer, ISO7816.OFFSET_CDATA, length, answer.octets()));
    }

    private void lorawanOpen(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        byte version = buffer[ISO7816.OFFSET_P1];
        requireP(apdu, version == 1 ? (byte) 1 : 0, (byte) 0);
        short length = data(apdu);
        answer.end(
                lorawan.open(
                        version == 1,
                        buffer,
                        ISO7816.OFFSET_CDATA,
                        length,
                        scratch,
                        answer.octets()));
    }
}
