package io.lapwing.safe;

/// The tags of IoT.05 that commands and answers of this applet use.
final class Tag {
    static final byte VERSION = 0x10;
    static final byte APPLET_ID = 0x11;
    static final byte FILE_SIZE = 0x20;
    static final byte FILE_USAGE = 0x21;
    static final byte SIGNATURE = 0x33;
    static final byte PUBLIC_KEY = 0x34;
    static final byte PUBLIC_KEY_POINT = 0x49;
    static final byte OBJECT_STATE = 0x4a;
    static final byte KEY_TYPE = 0x4b;
    static final byte OBJECT_ACCESS = 0x60;
    static final byte OBJECT_FUNCTIONS = 0x61;
    static final byte FILE_ID = (byte) 0x83;
    static final byte PRIVATE_KEY_ID = (byte) 0x84;
    static final byte PUBLIC_KEY_ID = (byte) 0x85;
    static final byte SECRET_KEY_ID = (byte) 0x86;
    static final byte FUNCTIONS = (byte) 0x90;
    static final byte HASH_ALGORITHM = (byte) 0x91;
    static final byte SIGNATURE_ALGORITHM = (byte) 0x92;
    static final byte AGREEMENT_ALGORITHM = (byte) 0x93;
    static final byte DERIVATION_ALGORITHM = (byte) 0x94;
    static final byte TEXT = (byte) 0x9b;
    static final byte HASH = (byte) 0x9e;
    static final byte MODE = (byte) 0xa1;
    static final byte MAX_FILES = (byte) 0xb1;
    static final byte MAX_PRIVATE_KEYS = (byte) 0xb2;
    static final byte MAX_PUBLIC_KEYS = (byte) 0xb3;
    static final byte MAX_SECRET_KEYS = (byte) 0xb4;
    static final byte MAX_SESSIONS = (byte) 0xb7;
    static final byte PRIVATE_KEY_INFO = (byte) 0xc1;
    static final byte PUBLIC_KEY_INFO = (byte) 0xc2;
    static final byte FILE_INFO = (byte) 0xc3;
    static final byte SECRET_KEY_INFO = (byte) 0xc4;
    static final byte SECRET = (byte) 0xd1;
    static final byte LABEL_AND_SEED = (byte) 0xd2;
    static final byte OUTPUT_LENGTH = (byte) 0xd3;
    static final byte SALT = (byte) 0xd5;

    private Tag() {}
}
