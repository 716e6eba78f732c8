package io.lapwing.safe;

/// The INS octets: those of IoT.05, and four of this applet's own.
final class Instruction {
    static final byte PUT_PUBLIC_KEY_INIT = 0x24;
    static final byte SIGN_INIT = 0x2a;
    static final byte SIGN_UPDATE = 0x2b;
    static final byte VERIFY_INIT = 0x2c;
    static final byte VERIFY_UPDATE = 0x2d;
    static final byte COMPUTE_DH = 0x46;
    static final byte COMPUTE_PRF = 0x48;
    static final byte COMPUTE_HKDF = 0x4a;
    static final byte LORAWAN_CMAC = 0x52;
    static final byte LORAWAN_DERIVE = 0x54;
    static final byte LORAWAN_ENCRYPT = 0x56;
    static final byte LORAWAN_OPEN = 0x58;
    static final byte GET_RANDOM = (byte) 0x84;
    static final byte READ_FILE = (byte) 0xb0;
    static final byte GENERATE_KEY_PAIR = (byte) 0xb9;
    static final byte GET_RESPONSE = (byte) 0xc0;
    static final byte GET_DATA = (byte) 0xcb;
    static final byte READ_PUBLIC_KEY = (byte) 0xcd;
    static final byte PUT_PUBLIC_KEY_UPDATE = (byte) 0xd8;

    private Instruction() {}
}
