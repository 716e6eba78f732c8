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
    private static final byte PUT_SESSION = 2;

    private static final short SCRATCH_BYTES = 128;

    private static final byte[] PRIVATE_KEY = {Tag.PRIVATE_KEY_ID};
    private static final byte[] PUBLIC_KEY = {Tag.PUBLIC_KEY_ID};
    private static final byte[] SECRET_KEY = {Tag.SECRET_KEY_ID};
    private static final byte[] FILE = {Tag.FILE_ID};
    private static final byte[] POINT = {Tag.PUBLIC_KEY};
    private static final byte[] AGREE = {Tag.PRIVATE_KEY_ID, Tag.PUBLIC_KEY_ID};

    private final Fields fields = new Fields();
    private final Answer answer = new Answer();
    private final Pairs pairs = new Pairs();
    private final RandomData random = RandomData.getInstance(RandomData.ALG_KEYGENERATION);
    private final byte[] scratch =
            JCSystem.makeTransientByteArray(SCRATCH_BYTES, JCSystem.CLEAR_ON_DESELECT);

    /// Whether a public key is being put.
    private final boolean[] putting =
            JCSystem.makeTransientBooleanArray((short) 1, JCSystem.CLEAR_ON_DESELECT);

    private final byte[] file;
    private final Lorawan lorawan;
    private final Objects objects;
    private final Signatures signatures;
    private final Derivations derivations;

    private IotSafeApplet(Installation given) {
        Secrets secrets = given.secrets();
        file = given.file();
        lorawan = new Lorawan(secrets);
        objects = new Objects(pairs, secrets, file);
        signatures = new Signatures(fields, pairs, answer, scratch);
        derivations = new Derivations(fields, secrets, answer, scratch);
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
        signatures.close();
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
            derivations.forget();
            if (!answered) {
                answer.wipe();
            }
        }
        if (answer.isWaiting()) {
            answer.send(apdu);
        }
    }

    private void getResponse(APDU apdu) {
        Fields.requireP(apdu, (byte) 0, (byte) 0);
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
                signatures.signInit(apdu);
                break;
            case Instruction.SIGN_UPDATE:
                signatures.signUpdate(apdu);
                break;
            case Instruction.VERIFY_INIT:
                signatures.verifyInit(apdu);
                break;
            case Instruction.VERIFY_UPDATE:
                signatures.verifyUpdate(apdu);
                break;
            case Instruction.COMPUTE_PRF:
                derivations.prf(apdu);
                break;
            case Instruction.COMPUTE_HKDF:
                derivations.hkdf(apdu);
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

    private void getRandom(APDU apdu) {
        Fields.requireP(apdu, (byte) 0, (byte) 0);
        short wanted = (short) (apdu.getBuffer()[ISO7816.OFFSET_LC] & 0xff);
        short length = wanted == 0 ? 256 : wanted;
        random.nextBytes(answer.octets(), (short) 0, length);
        answer.end(length);
    }

    private void generateKeyPair(APDU apdu) {
        Fields.requireP(apdu, (byte) 0, (byte) 0);
        pairs.generate(fields.id(fields.read(apdu, PRIVATE_KEY), (short) 0));
        answer.end(pairs.write(Pairs.AGREEMENT, answer.octets()));
    }

    private void readPublicKey(APDU apdu) {
        Fields.requireP(apdu, (byte) 0, (byte) 0);
        byte id = fields.id(fields.read(apdu, PUBLIC_KEY), (short) 0);
        answer.end(pairs.write(id, answer.octets()));
    }

    private void putPublicKeyInit(APDU apdu) {
        byte p1 = apdu.getBuffer()[ISO7816.OFFSET_P1];
        Fields.requireP(apdu, p1 == CLOSE ? CLOSE : OPEN, PUT_SESSION);
        putting[0] = false;
        if (p1 == OPEN) {
            byte id = fields.id(fields.read(apdu, PUBLIC_KEY), (short) 0);
            if (id != Pairs.PEER) {
                // Refuses an unknown one as such, and the card's own as not to be changed.
                pairs.write(id, answer.octets());
                ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
            }
            putting[0] = true;
        }
    }

    private void putPublicKeyUpdate(APDU apdu) {
        Fields.requireP(apdu, LAST, PUT_SESSION);
        byte[] buffer = fields.read(apdu, POINT);
        if (!putting[0]) {
            ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        }
        short value = fields.at((short) 0, (short) (Pairs.PUBLIC_KEY_BYTES - 2));
        putting[0] = false;
        pairs.put(buffer, value, scratch);
    }

    private void computeDh(APDU apdu) {
        Fields.requireP(apdu, (byte) 0, (byte) 0);
        byte[] buffer = fields.read(apdu, AGREE);
        byte own = fields.id(buffer, (short) 0);
        byte other = fields.id(buffer, (short) 1);
        answer.end(pairs.agree(own, other, scratch, answer.octets()));
    }

    private void getData(APDU apdu) {
        byte what = apdu.getBuffer()[ISO7816.OFFSET_P1];
        Fields.requireP(apdu, what, (byte) 0);
        switch (what) {
            case 0:
                objects.application(answer);
                break;
            case 1:
                objects.list(answer);
                break;
            case Tag.PRIVATE_KEY_INFO:
                objects.privateKey(fields.id(fields.read(apdu, PRIVATE_KEY), (short) 0), answer);
                break;
            case Tag.PUBLIC_KEY_INFO:
                objects.publicKey(fields.id(fields.read(apdu, PUBLIC_KEY), (short) 0), answer);
                break;
            case Tag.SECRET_KEY_INFO:
                objects.secretKey(fields.id(fields.read(apdu, SECRET_KEY), (short) 0), answer);
                break;
            case Tag.FILE_INFO:
                objects.file(fields.id(fields.read(apdu, FILE), (short) 0), answer);
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INCORRECT_P1P2);
                break;
        }
    }

    /// Reads the file from the offset in P1 and P2.
    private void readFile(APDU apdu) {
        byte[] buffer = fields.read(apdu, FILE);
        short offset = Util.getShort(buffer, ISO7816.OFFSET_P1);
        if (fields.id(buffer, (short) 0) != Objects.FILE) {
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
        Fields.requireP(apdu, last ? LAST : 0, slot);
        short length = Fields.data(apdu);
        answer.end(lorawan.mac(slot, last, buffer, ISO7816.OFFSET_CDATA, length, answer.octets()));
    }

    private void lorawanDerive(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        short length = Fields.data(apdu);
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
        Fields.requireP(apdu, (byte) 0, slot);
        short length = Fields.data(apdu);
        answer.end(lorawan.encrypt(slot, buffer, ISO7816.OFFSET_CDATA, length, answer.octets()));
    }

    private void lorawanOpen(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        byte version = buffer[ISO7816.OFFSET_P1];
        Fields.requireP(apdu, version == 1 ? (byte) 1 : 0, (byte) 0);
        short length = Fields.data(apdu);
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
