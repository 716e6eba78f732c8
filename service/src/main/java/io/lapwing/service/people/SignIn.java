package io.lapwing.service.people;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Where somebody stands who signs in: password, then second factor, then session. Each step up has a new identifier.
public sealed interface SignIn {
    /// Not so. Nothing tells whether there is such a user or which part was wrong.
    record Refused() implements SignIn {}

    /// The OpenID provider vouches for somebody who is linked to nobody here.
    ///
    /// @param subject who that is there, for an administrator to link
    record NotLinked(String subject) implements SignIn {}

    /// Too many wrong tries from there or at this name: not asked before this time has passed.
    record TryLater(Duration left) implements SignIn {}

    /// The first proof was right; one of these comes next.
    ///
    /// @param flow for the methods of [SignIns]; it goes into the cookie
    /// @param cookie the value of a `Set-Cookie` header
    record FactorWanted(String flow, String cookie, Set<Person.Factor> factors) implements SignIn {
        @Override
        public String toString() {
            return "FactorWanted" + factors;
        }
    }

    /// The first proof was right and there is no second factor yet: this opens the enrolment of one, and nothing else.
    record EnrolmentWanted(String flow, String cookie) implements SignIn {
        @Override
        public String toString() {
            return "EnrolmentWanted";
        }
    }

    /// Signed in.
    ///
    /// @param recoveryCodes made with the first second factor and shown this once; otherwise empty
    record Done(Opened opened, List<String> recoveryCodes) implements SignIn {
        @Override
        public String toString() {
            return "Done[" + opened.session() + "]";
        }
    }
}
