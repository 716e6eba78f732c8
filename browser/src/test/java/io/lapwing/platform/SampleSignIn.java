package io.lapwing.platform;

import io.lapwing.console.PeopleDesk;
import io.lapwing.console.SignInDesk;
import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Request;
import io.lapwing.service.people.Role;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A way in for people whose name is a role, whose password is [#PASSWORD] and whose code is [#CODE]: enough for pages.
///
/// @param firstRun whether nobody is there yet
record SampleSignIn(boolean firstRun) implements SignInDesk {
    static final String PASSWORD = "correct horse battery staple";
    static final String CODE = "123456";
    static final String SESSION = "__Host-session";
    private static final Offer OFFER =
            new Offer(
                    "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                    "<svg viewBox=\"0 0 8 8\" role=\"img\" aria-label=\"QR code\"><path d=\"M1 1h3v3H1z\"/></svg>",
                    Optional.empty());

    @Override
    public Step begin(Request request, String secret, NamedPassword wanted) {
        return new Step.Enrol(cookie("__Host-sign-in", "administrator"), OFFER);
    }

    @Override
    public Step accept(Request request, String code, String password) {
        return new Step.Refused("That is not so.");
    }

    @Override
    public Step password(Request request, NamedPassword given) {
        boolean right =
                given.password().equals(PASSWORD)
                        && List.of(Role.values()).stream()
                                .anyMatch(role -> role.word().equals(given.name()));
        return right ? second(given.name()) : new Step.Refused("Name or password is not right.");
    }

    private static Step.Second second(String name) {
        return new Step.Second(cookie("__Host-sign-in", name), true, Optional.empty());
    }

    @Override
    public Optional<String> provider() {
        return Optional.of("Sign in with River Watch");
    }

    @Override
    public Away leave(Request request) {
        return new Away("/sign-in/openid/return", cookie("__Host-openid", "o"));
    }

    @Override
    public Step back(Request request) {
        return new Step.Refused("Your provider knows you, and nobody here is linked to you there.");
    }

    @Override
    public Step.Second waiting(Request request) {
        return second(value(request, "__Host-sign-in"));
    }

    @Override
    public Step second(Request request, Proof proof) {
        boolean right = proof instanceof Proof.Code(String digits) && digits.equals(CODE);
        return right
                ? new Step.SignedIn(cookie(SESSION, value(request, "__Host-sign-in")), List.of())
                : new Step.Refused("The code is not right.");
    }

    @Override
    public Step enrol(Request request, Proof proof) {
        return second(request, proof) instanceof Step.SignedIn(String cookie, var _)
                ? new Step.SignedIn(cookie, List.of("k7q2-m4xd", "9rtb-w3fh", "p2vn-8jcs"))
                : new Step.Refused("The code is not right.");
    }

    @Override
    public Offer offer(Request request) {
        return OFFER;
    }

    @Override
    public Step another(Request request, String password) {
        return new Step.Refused("The password is not right.");
    }

    @Override
    public Step changePassword(Request request, String old, NamedPassword wanted) {
        return new Step.Refused("The password is not right.");
    }

    @Override
    public List<String> renewRecoveryCodes(Request request, String password) {
        throw Fault.badInput("the password is not right");
    }

    @Override
    public void removePasskey(Request request, String password, String passkey) {
        throw io.lapwing.crypto.Fault.badInput("wrong password");
    }

    @Override
    public PeopleDesk.Issued issueToken(
            Request request, String password, PeopleDesk.NewToken form) {
        throw Fault.badInput("the password is not right");
    }

    @Override
    public String signOut(Request request) {
        return cookie(SESSION, "") + "; Max-Age=0";
    }

    static String value(Request request, String name) {
        for (String pair : request.header("Cookie").orElse("").split(";", -1)) {
            if (pair.strip().startsWith(name + "=")) {
                return pair.strip().substring(name.length() + 1).toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    static String cookie(String name, String value) {
        return name + "=" + value + "; Path=/; Secure; HttpOnly; SameSite=Strict";
    }
}
