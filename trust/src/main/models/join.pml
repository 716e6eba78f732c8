/* Joining by the access key of a label, against a network that keeps, drops and replays everything and, later, reads the
 * label: a photograph of the box.
 *
 * -DTIES        the flow of 2024 as printed; without it, profile lapwing
 * -DPROPERTY=n  1 the master key stays unknown to who reads the label after the join
 *               2 a label lets one master key in, once
 *               3 the node ends with what the CE said, unless the label was read before the node ended
 *               4 the CE ends with a master key that the node made, unless the label was read before its use
 *               0 all of them
 * -DREACH       node and CE share a master key: must be found possible
 *
 * Shares: 1 and 2 are the node's (two tries), 3 is the intruder's; the CE answers each with its own share of that number.
 * A master key of profile lapwing comes from the label and both shares of a run, 1 to 3. */
#ifndef PROPERTY
#define PROPERTY 0
#endif
#define CHECK(n, claim) assert((PROPERTY != 0 && PROPERTY != n) || (claim))
#define RUNS 4

bool burnt;                 /* the CE takes the label no more */
bool readByIntruder;
bool readEarly;             /* before it was used */
bool m1[RUNS];              /* share of the node's side */
bool m2[RUNS];              /* share of the CE in answer to it */
bool m3[RUNS];              /* proof of label and shares, by the node's side */
bool m4[RUNS];              /* the same by the CE */
byte joins;
byte atCe;                  /* the run from which the CE has its master key */
byte atNode;
bool intruderKnows[RUNS];   /* the master key of this run */
bool success;

proctype Node() {
  byte try = 1;
#ifdef TIES
  m3[1] = true;                                     /* E(MK, public key): MK from the label alone */
  if
  :: atomic { m4[1] -> atNode = 1; success = true }
  :: atomic { m4[1] -> atNode = 1; CHECK(3, false) }     /* without a MAC: the CE's public key is altered on its way */
  fi
#else
  do
  :: atomic { atNode == 0 && try <= 2 && !m1[try] -> m1[try] = true }
  :: atomic { atNode == 0 && try <= 2 && m1[try] && m2[try] -> m3[try] = true }
  :: atomic { atNode == 0 && try <= 2 && m3[try] && m4[try] ->
       atNode = try;
       CHECK(3, atCe == try);
       success = true }
  :: atomic { atNode == 0 && try <= 2 && m1[try] && !m3[try] && readByIntruder ->
       atNode = try;                                /* the intruder plays the CE: it can, with the label, and only then */
       intruderKnows[try] = true;
       CHECK(3, readByIntruder) }
  :: atomic { atNode == 0 && try < 2 && m1[try] -> try++ }     /* gives up, begins anew */
  od
#endif
}

#ifdef TIES
#define ADMIT(r) \
  :: atomic { joins < 3 && m3[r] -> \
       joins++; atCe = r; m4[r] = true; \
       CHECK(2, joins <= 1); \
       CHECK(4, r != 3 || readEarly) }
#else
#define ANSWER(r) :: atomic { m1[r] && !m2[r] -> m2[r] = true }
#define ADMIT(r) \
  :: atomic { m3[r] && !burnt -> \
       burnt = true; joins++; atCe = r; m4[r] = true; \
       CHECK(2, joins <= 1); \
       CHECK(4, r != 3 || readEarly) }
#endif

proctype CentralEntity() {
  do
#ifdef TIES
  ADMIT(1) ADMIT(3)
#else
  ANSWER(1) ANSWER(2) ANSWER(3)
  ADMIT(1) ADMIT(2) ADMIT(3)
#endif
  od
}

proctype Intruder() {
  do
  :: atomic { !readByIntruder -> readByIntruder = true; readEarly = joins == 0 }
#ifdef TIES
  :: atomic { readByIntruder && !intruderKnows[1] ->
       intruderKnows[1] = true;
       CHECK(1, readEarly) }
  :: atomic { readByIntruder && !m3[3] -> m3[3] = true }
#else
  :: atomic { !m1[3] -> m1[3] = true }
  /* With the label it proves its own run, and cannot compute a share that is not its own. */
  :: atomic { readByIntruder && m2[3] && !m3[3] -> m3[3] = true; intruderKnows[3] = true }
#endif
  od
}

init {
  atomic { run Node(); run CentralEntity(); run Intruder() }
}

#ifndef TIES
/* Checked in every state: the master key in use is known to the intruder only if it read the label before its use. */
active proctype Secrecy() {
  atomic { atCe != 0 && intruderKnows[atCe] && !readEarly -> CHECK(1, false) }
}
#endif

#ifdef REACH
active proctype Reach() {
  success -> assert(false)
}
#endif
