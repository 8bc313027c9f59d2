#!/usr/bin/env bash
# Proves with z3 what engine/kernels/cortex_m/fast_requantization.h says of double rounding, for every accumulator, factor and
# zero point that Prepare lets through and each exponent e: ADD, SMMLAR and ASR are DoublingHighMultiply and
# DivideByPowerOfTwo of engine/rounding.h. A lemma leaves of the product of accumulator and factor what SMMLAR makes of
# it, t, and its sign. Exit status 77: z3 is not installed.
set -euo pipefail
command -v z3 >/dev/null || { echo "prove_requantization: z3 is not installed: skipped"; exit 77; }

# p: any product, |p| < 2^61. SMMLAR of the doubled accumulator is DoublingHighMultiply; |t| <= 2^30; t has p's sign or is 0.
lemma='
(push)
(declare-const p (_ BitVec 64))
(define-fun bound () (_ BitVec 64) #x2000000000000000)
(define-fun t () (_ BitVec 64) (bvashr (bvadd p #x0000000040000000) #x000000000000001f))
(define-fun smmlar () (_ BitVec 64) (bvashr (bvadd (bvshl p #x0000000000000001) #x0000000080000000) #x0000000000000020))
(assert (and (bvslt (bvneg bound) p) (bvslt p bound)))
(assert (not (and (= t smmlar) (bvsle (bvneg #x0000000040000000) t) (bvsle t #x0000000040000000)
  (=> (bvslt p #x0000000000000000) (bvsle t #x0000000000000000)) (=> (bvsge p #x0000000000000000) (bvsge t #x0000000000000000)))))
(check-sat)
(pop)'

number() { printf '(_ bv%d 36)' "$1"; }
# obligation <e> <correction: what is added for a negative sign>: satisfiable where code and definition differ, or where
# 32 bits are not enough.
obligation() {
  local e; e="$(number "$1")"
  cat <<SMT
(push)
(declare-const t (_ BitVec 36))
(declare-const negative Bool)         ; the accumulator
(declare-const zero (_ BitVec 36))    ; the zero point
(assert (and (bvsle (bvneg $(number $((1 << 30)))) t) (bvsle t $(number $((1 << 30))))))
(assert (ite negative (bvsle t $(number 0)) (bvsge t $(number 0))))
(assert (and (bvsle (bvneg $(number 255)) zero) (bvsle zero $(number 255))))
(define-fun mask () (_ BitVec 36) $(number $(((1 << $1) - 1))))
(define-fun down () (_ BitVec 36) (bvadd (bvlshr mask $(number 1)) (ite (bvslt t $(number 0)) $(number 1) $(number 0))))
(define-fun defined () (_ BitVec 36) (bvadd (bvashr t $e) (ite (bvsgt (bvand t mask) down) $(number 1) $(number 0)) zero))
(define-fun addend () (_ BitVec 36)
  (bvadd (bvshl (bvadd (bvshl zero $(number 1)) $(number 1)) $(number $(($1 - 1)))) (ite negative $2 $(number 0))))
(define-fun sum () (_ BitVec 36) (bvadd t addend))
(define-fun fits ((v (_ BitVec 36))) Bool (= v ((_ sign_extend 4) ((_ extract 31 0) v))))
(assert (not (and (= (bvashr sum $e) defined) (fits addend) (fits sum))))
(check-sat)
(pop)
SMT
}

minus_one="(bvneg $(number 1))"
answers="$({
  echo "$lemma"
  for e in $(seq 1 22); do obligation "$e" "$minus_one"; done
  # Without the correction the two differ: the question is no empty one.
  obligation 5 "$(number 0)"
} | z3 -T:120 -smt2 -in)"
expected="$(printf 'unsat\n%.0s' $(seq 1 23))"$'\nsat'
if [ "$answers" != "$expected" ]; then
  printf 'prove_requantization: z3 answers, for the lemma, e = 1 to 22 and the control:\n%s\n' "$answers" >&2
  exit 1
fi
echo "z3: the lemma and 22 exponents proven, the control refuted"
