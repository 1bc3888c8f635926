#!/bin/sh
# Fails unless a program is position-independent, has read-only relocations bound at its start, no
# executable stack, stack protection and fortified library calls.
# usage: check_hardening.sh PROGRAM
set -u
program=$1
status=0
need() {
  if ! readelf -W "$1" "$program" | grep -qE "$2"; then
    echo "$program: $3"
    status=1
  fi
}
need --file-header 'Type: +DYN' "is not position-independent"
need --program-headers 'GNU_RELRO' "has no read-only relocations"
need --program-headers 'GNU_STACK.* RW +0x' "has an executable stack"
need --dynamic 'BIND_NOW|Flags:.*NOW' "binds symbols late"
need --dyn-syms '__stack_chk_fail' "has no stack protection"
need --dyn-syms '__(memcpy|memmove|memset|snprintf|fprintf|printf)_chk' "calls no fortified function"
exit $status
