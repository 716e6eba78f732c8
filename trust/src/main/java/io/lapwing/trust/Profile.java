package io.lapwing.trust;

/// Which protocol nodes and Central Entity speak.
public enum Profile {
    /// EDHOC-PSK style join, keys under P-256, both sides fresh, bound to identities and epochs.
    LAPWING("lapwing"),
    /// The flow published in 2024, as printed. Insecure: models show its attacks. For reproduction alone.
    TIES_2024("ties-2024");

    private final String word;

    Profile(String word) {
        this.word = word;
    }

    /// For configuration and audit: `lapwing`, `ties-2024`.
    public String word() {
        return word;
    }

    /// Whether an attack on it is known.
    public boolean insecure() {
        return this == TIES_2024;
    }
}
