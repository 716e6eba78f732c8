package io.lapwing.console;

import io.lapwing.service.http.Request;
import java.util.List;
import java.util.Optional;

/// The way into a [World]: the password is `right`, the code 123456.
record MemorySignIn(World world) implements SignInDesk {
    private static final String COOKIE = "__Host-flow=f; Path=/; Secure; HttpOnly";

    @Override
    public boolean firstRun() {
        return world.empty();
    }

    @Override
    public Step begin(Request request, String secret, NamedPassword wanted) {
        return new Step.Enrol(COOKIE, offer(request));
    }

    @Override
    public Step accept(Request request, String code, NamedPassword wanted) {
        return new Step.Enrol(COOKIE, offer(request));
    }

    @Override
    public Step password(Request request, NamedPassword given) {
        return given.password().equals("right")
                ? new Step.Second(COOKIE, true, Optional.of("{\"challenge\":\"AA\"}"))
                : new Step.Refused("name or password is wrong");
    }

    @Override
    public Step second(Request request, Proof proof) {
        return proof.equals(new Proof.Code("123456"))
                ? new Step.SignedIn("__Host-session=s; Path=/", List.of())
                : new Step.Refused("that is not it");
    }

    @Override
    public Step enrol(Request request, Proof proof) {
        return proof.equals(new Proof.Code("123456"))
                ? new Step.SignedIn("__Host-session=s; Path=/", List.of("aaaa-bbbb", "cccc-dddd"))
                : new Step.Refused("that is not it");
    }

    @Override
    public Offer offer(Request request) {
        return new Offer(
                "JBSWY3DPEHPK3PXP",
                "<svg viewBox=\"0 0 8 8\"><path d=\"M0 0h8v8h-8z\"/></svg>",
                Optional.of("{\"challenge\":\"AA\"}"));
    }

    @Override
    public Step another(Request request, String password) {
        return new Step.Enrol(COOKIE, offer(request));
    }

    @Override
    public Step changePassword(Request request, String old, NamedPassword wanted) {
        return old.equals("right")
                ? new Step.SignedIn("__Host-session=t; Path=/", List.of())
                : new Step.Refused("wrong password");
    }

    @Override
    public String signOut(Request request) {
        world.done().add("sign out");
        return "__Host-session=; Max-Age=0";
    }
}
