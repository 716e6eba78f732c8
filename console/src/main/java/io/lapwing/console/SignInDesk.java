package io.lapwing.console;

import io.lapwing.service.http.Request;
import java.util.List;
import java.util.Optional;

/// The way in: from a name to a session, and what a person proves it with.
///
/// Between a right password and a session stands a flow, which the browser keeps in a cookie. Whatever is wrong is a
/// [Step.Refused], in the same time and words whether the person exists or not. Faults: `UNAUTHENTICATED` when the flow is
/// over, `BAD_INPUT` for a name or a new password that is not to be taken.
public interface SignInDesk {
    /// Whether the secret of the first run waits to be used.
    boolean firstRun();

    /// Makes the first administrator.
    Step begin(Request request, String secret, NamedPassword wanted);

    /// Lets whoever holds an invitation set a password.
    Step accept(Request request, String code, String password);

    /// The first step.
    Step password(Request request, NamedPassword given);

    /// What the page calls the OpenID provider at which one may sign in instead; empty where there is none.
    Optional<String> provider();

    /// Sends a browser to the provider.
    Away leave(Request request);

    /// What follows when it comes back.
    Step back(Request request);

    /// What the flow of a request waits for.
    Step.Second waiting(Request request);

    /// The second step.
    Step second(Request request, Proof proof);

    /// Sets up a second factor: what [#offer] showed works.
    Step enrol(Request request, Proof proof);

    /// What the flow of a request may set up.
    Offer offer(Request request);

    /// Begins a flow in which a signed-in person sets up another second factor.
    Step another(Request request, String password);

    /// Sets another password; the person's other sessions end.
    Step changePassword(Request request, String old, NamedPassword wanted);

    /// Makes new recovery codes, shown this once; those before end.
    List<String> renewRecoveryCodes(Request request, String password);

    /// Removes a passkey of the person's own, never the last second factor; other sessions end.
    void removePasskey(Request request, String password, String passkey);

    /// Makes an API token of the person's own, shown this once.
    PeopleDesk.Issued issueToken(Request request, String password, PeopleDesk.NewToken form);

    /// Ends the session.
    ///
    /// @return the value of a `Set-Cookie` header
    String signOut(Request request);

    /// A name and its password, which no text form shows.
    record NamedPassword(String name, String password) {
        @Override
        public String toString() {
            return "NamedPassword[" + name + ", password=[secret]]";
        }
    }

    /// Where to send a browser.
    ///
    /// @param cookie the value of a `Set-Cookie` header
    record Away(String location, String cookie) {
        @Override
        public String toString() {
            return "Away";
        }
    }

    /// What proves a second factor.
    sealed interface Proof {
        /// Six digits.
        record Code(String digits) implements Proof {
            @Override
            public String toString() {
                return "Code[secret]";
            }
        }

        /// One of those shown once.
        record RecoveryCode(String code) implements Proof {
            @Override
            public String toString() {
                return "RecoveryCode[secret]";
            }
        }

        /// An authenticator's answer.
        ///
        /// @param answer JSON, as `PublicKeyCredential.toJSON()` writes it (WebAuthn Level 3, §5.1)
        record Passkey(String answer) implements Proof {}
    }

    /// A second factor to be set up, shown once.
    ///
    /// @param secret in base 32, to be typed in
    /// @param picture the same as a QR code, SVG
    /// @param passkey options for `navigator.credentials.create`, JSON; none where there are no passkeys
    record Offer(String secret, String picture, Optional<String> passkey) {
        @Override
        public String toString() {
            return "Offer[secret]";
        }
    }

    /// What comes next.
    sealed interface Step {
        /// The second factor.
        ///
        /// @param cookie the value of a `Set-Cookie` header
        /// @param code whether an authenticator app is set up
        /// @param passkey options for `navigator.credentials.get`, JSON, when a passkey is set up
        record Second(String cookie, boolean code, Optional<String> passkey) implements Step {
            @Override
            public String toString() {
                return "Second[secret]";
            }
        }

        /// A second factor is to be set up first.
        ///
        /// @param cookie the value of a `Set-Cookie` header
        record Enrol(String cookie, Offer offer) implements Step {
            @Override
            public String toString() {
                return "Enrol[secret]";
            }
        }

        /// Signed in.
        ///
        /// @param cookie the value of a `Set-Cookie` header
        /// @param recoveryCodes to be shown this once; empty unless a factor was just set up
        record SignedIn(String cookie, List<String> recoveryCodes) implements Step {
            public SignedIn {
                recoveryCodes = List.copyOf(recoveryCodes);
            }

            @Override
            public String toString() {
                return "SignedIn[secret]";
            }
        }

        /// Not so.
        record Refused(String why) implements Step {}
    }
}
