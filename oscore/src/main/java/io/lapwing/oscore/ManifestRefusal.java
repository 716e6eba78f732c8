package io.lapwing.oscore;

/// Why a manifest, or the image with it, is not gone by.
public enum ManifestRefusal {
    /// It breaks a rule of CBOR, COSE or SUIT.
    MALFORMED,
    /// It asks for something that is not understood here.
    UNSUPPORTED,
    /// It does not ask for all that must be checked before an image is started.
    INCOMPLETE,
    /// No signature.
    UNSIGNED,
    /// A signature or digest of an algorithm that is not taken.
    ALGORITHM,
    /// Signed by someone who is not trusted here.
    SIGNER,
    /// The signature is not one over this by that key.
    SIGNATURE,
    /// The manifest, or a part taken out of it, is not what was signed.
    MANIFEST_DIGEST,
    /// The sequence number does not rise.
    SEQUENCE_NUMBER,
    /// For devices of another vendor.
    VENDOR,
    /// For devices of another class.
    DEVICE_CLASS,
    /// The image is longer or shorter than it says, or than there is room for.
    IMAGE_SIZE,
    /// The image is not the one it says.
    IMAGE_DIGEST
}
