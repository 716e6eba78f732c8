package io.lapwing.oscore;

/// Members of a manifest that may be taken out of it and leave a digest (draft-ietf-suit-manifest, "Severable Elements"). None of
/// them takes part in starting an image: their content is not looked at.
enum SeverableMember {
    PAYLOAD_FETCH(16),
    INSTALL(20),
    TEXT(23);

    private final int key;

    SeverableMember(int key) {
        this.key = key;
    }

    static boolean has(long key) {
        for (SeverableMember member : values()) {
            if (member.key == key) {
                return true;
            }
        }
        return false;
    }
}
