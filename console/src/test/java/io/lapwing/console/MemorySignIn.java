package io.lapwing.console;

import io.lapwing.crypto.Fault;
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
    public Step accept(Request request, String code, String password) {
        return new Step.Enrol(COOKIE, offer(request));
    }

    @Override
    public Step password(Request request, NamedPassword given) {
        return given.password().equals("right")
                ? waiting(request)
                : new Step.Refused("name or password is wrong");
    }

    @Override
    public Optional<String> provider() {
        return world.empty() ? Optional.empty() : Optional.of("Sign in with " + world.text());
    }

    @Override
    public Away leave(Request request) {
        return new Away("https://login.example/authorize?state=s", "__Host-openid=o; Path=/");
    }

    @Override
    public Step back(Request request) {
        return request.query("state").filter("s"::equals).isPresent()
                ? waiting(request)
                : new Step.Refused("nobody is linked to " + world.text());
    }

    @Override
    public Step.Second waiting(Request request) {
        return new Step.Second(COOKIE, true, Optional.of("{\"challenge\":\"AA\"}"));
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
    public List<String> renewRecoveryCodes(Request request, String password) {
        requireRight(password);
        return List.of("eeee-ffff");
    }

    @Override
    public void removePasskey(Request request, String password, String passkey) {
        world.done().add("remove own passkey " + passkey);
    }

    @Override
    public PeopleDesk.Issued issueToken(
            Request request, String password, PeopleDesk.NewToken form) {
        requireRight(password);
        world.done().add("token " + form.name() + " " + form.days() + " " + form.grants());
        return new MemoryPeople(world).issue(request.principal(), "user:anna", form);
    }

    private static void requireRight(String password) {
        if (!password.equals("right")) {
            throw new Fault(Fault.Kind.UNAUTHENTICATED, "wrong password");
        }
    }

    @Override
    public String signOut(Request request) {
        world.done().add("sign out");
        return "__Host-session=; Max-Age=0";
    }
}
