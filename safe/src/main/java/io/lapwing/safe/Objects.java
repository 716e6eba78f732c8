package io.lapwing.safe;

import javacard.framework.ISO7816;
import javacard.framework.ISOException;

/// What GET DATA tells of the card: what it can do, and what is in it. Never what a key is.
final class Objects {
    static final byte FILE = 1;

    private static final byte MOST_SESSIONS = 1;
    private static final byte VERSION = 1;
    private static final byte[] APPLET_ID = {'l', 'a', 'p', 'w', 'i', 'n', 'g', 1};

    // IoT.05 §2.5: what objects are, and what is done with them.
    private static final byte EMPTY = 0;
    private static final byte FILLED = 1;
    private static final byte READ = 1;
    private static final byte READ_AND_UPDATE = 3;
    private static final byte NEITHER = 0;
    private static final byte P256_PERSISTENT = 0x13;
    private static final byte SYMMETRIC = (byte) 0xa0;
    private static final byte SIGNING = 0x01;
    private static final byte GENERATION = 0x02;
    private static final byte AGREEMENT = 0x04;
    private static final byte DERIVATION = 0x08;
    private static final byte GENERAL_FILE = 0x01;

    static final byte SHA_256 = 0x01;
    static final byte ECDSA = 0x04;
    private static final byte ECKA = 0x01;
    private static final byte PRF_AND_HKDF = 0x03;

    private final Pairs pairs;
    private final Secrets secrets;
    private final byte[] file;

    Objects(Pairs pairs, Secrets secrets, byte[] file) {
        this.pairs = pairs;
        this.secrets = secrets;
        this.file = file;
    }

    /// The card as a whole.
    void application(Answer answer) {
        answer.add(Tag.VERSION, VERSION);
        answer.addOctet(Tag.APPLET_ID);
        answer.addOctet((byte) APPLET_ID.length);
        for (short i = 0; i < (short) APPLET_ID.length; i++) {
            answer.addOctet(APPLET_ID[i]);
        }
        answer.add(Tag.MAX_FILES, (byte) 1);
        answer.add(Tag.MAX_PRIVATE_KEYS, (byte) 2);
        answer.add(Tag.MAX_PUBLIC_KEYS, (byte) 3);
        answer.add(Tag.MAX_SECRET_KEYS, (byte) (Secrets.ROOTS + 2));
        answer.add(Tag.FUNCTIONS, (byte) (SIGNING | GENERATION | AGREEMENT | DERIVATION));
        answer.add(Tag.HASH_ALGORITHM, SHA_256);
        answer.add(Tag.SIGNATURE_ALGORITHM, ECDSA);
        answer.add(Tag.AGREEMENT_ALGORITHM, ECKA);
        answer.add(Tag.DERIVATION_ALGORITHM, PRF_AND_HKDF);
        answer.add(Tag.MAX_SESSIONS, MOST_SESSIONS);
    }

    /// Every object.
    void list(Answer answer) {
        privateKey(Pairs.IDENTITY, answer);
        privateKey(Pairs.AGREEMENT, answer);
        publicKey(Pairs.IDENTITY, answer);
        publicKey(Pairs.AGREEMENT, answer);
        publicKey(Pairs.PEER, answer);
        for (byte i = 0; i < Secrets.ROOTS; i++) {
            secretKey((byte) (Secrets.FIRST_ROOT + i), answer);
        }
        secretKey(Secrets.NWK_KEY, answer);
        secretKey(Secrets.APP_KEY, answer);
        file(FILE, answer);
    }

    void privateKey(byte id, Answer answer) {
        if (id != Pairs.IDENTITY && id != Pairs.AGREEMENT) {
            ISOException.throwIt(ISO7816.SW_FILE_NOT_FOUND);
        }
        boolean identity = id == Pairs.IDENTITY;
        key(Tag.PRIVATE_KEY_INFO, Tag.PRIVATE_KEY_ID, id, NEITHER, pairs.isFilled(id), answer);
        answer.add(Tag.OBJECT_FUNCTIONS, identity ? SIGNING : (byte) (GENERATION | AGREEMENT));
    }

    void publicKey(byte id, Answer answer) {
        if (id < Pairs.IDENTITY || id > Pairs.PEER) {
            ISOException.throwIt(ISO7816.SW_FILE_NOT_FOUND);
        }
        byte access = id == Pairs.PEER ? READ_AND_UPDATE : READ;
        key(Tag.PUBLIC_KEY_INFO, Tag.PUBLIC_KEY_ID, id, access, pairs.isFilled(id), answer);
        answer.add(
                Tag.OBJECT_FUNCTIONS,
                id == Pairs.AGREEMENT ? AGREEMENT : (byte) (SIGNING | AGREEMENT));
    }

    void secretKey(byte id, Answer answer) {
        boolean root = id >= Secrets.FIRST_ROOT && id < (byte) (Secrets.FIRST_ROOT + Secrets.ROOTS);
        if (!root && id != Secrets.NWK_KEY && id != Secrets.APP_KEY) {
            ISOException.throwIt(ISO7816.SW_FILE_NOT_FOUND);
        }
        info(Tag.SECRET_KEY_INFO, (byte) 15, Tag.SECRET_KEY_ID, id, NEITHER, answer);
        answer.add(Tag.OBJECT_STATE, secrets.isFilled(id) ? FILLED : EMPTY);
        answer.add(Tag.KEY_TYPE, SYMMETRIC);
        answer.add(Tag.OBJECT_FUNCTIONS, root ? DERIVATION : NEITHER);
    }

    void file(byte id, Answer answer) {
        if (id != FILE) {
            ISOException.throwIt(ISO7816.SW_FILE_NOT_FOUND);
        }
        info(Tag.FILE_INFO, (byte) 16, Tag.FILE_ID, id, READ, answer);
        answer.add(Tag.OBJECT_STATE, file.length == 0 ? EMPTY : FILLED);
        answer.add(Tag.FILE_USAGE, GENERAL_FILE);
        answer.addOctet(Tag.FILE_SIZE);
        answer.addOctet((byte) 2);
        answer.addOctet((byte) (file.length >> 8));
        answer.addOctet((byte) file.length);
    }

    /// All of a key but its functions, which end it.
    private static void key(
            byte tag, byte idTag, byte id, byte access, boolean filled, Answer answer) {
        info(tag, (byte) 15, idTag, id, access, answer);
        answer.add(Tag.OBJECT_STATE, filled ? FILLED : EMPTY);
        answer.add(Tag.KEY_TYPE, P256_PERSISTENT);
    }

    private static void info(
            byte tag, byte length, byte idTag, byte id, byte access, Answer answer) {
        answer.addOctet(tag);
        answer.addOctet(length);
        answer.add(idTag, id);
        answer.add(Tag.OBJECT_ACCESS, access);
    }
}
