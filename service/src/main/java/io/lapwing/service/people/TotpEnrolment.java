package io.lapwing.service.people;

/// What an authenticator app needs, shown once.
///
/// @param secret in base 32, to be typed in
/// @param uri `otpauth://totp/…`
/// @param picture the same as a QR code, SVG
public record TotpEnrolment(String secret, String uri, String picture) {
    @Override
    public String toString() {
        return "TotpEnrolment[secret]";
    }
}
