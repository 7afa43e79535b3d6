"""Lines that the shell and its programs run as dash and the host's own programs do: what they
print and their status are compared. Standard error is left out: the words differ there."""

import os
import re
import subprocess

import pytest

FILES = {
    "lines": b"ten 10\n-3\n7\nb\n",
    "no_end": b"no newline",
    "empty": b"",
    "blank": b"a\n\n\nb\n  c d\te\n\n",
    "mixed": b"B\na\nA\nb\n_\n1\n10\n2\n02\n-1\n1.5\n1.50\n 3\n\n",
    "any": b"".join(b"%s%d\n" % ((b"foo", b"bar", b"")[i // 3 % 3] * (i % 3), i * 37 % 101 - 50)
                    for i in range(200)),
}

WORDS = r"""
A=1 B=2; echo $A$B
A=1 sh -c 'echo $A'; echo [$A]
export A=1; sh -c 'echo $A'; unset A; sh -c 'echo [$A]'
A='a  b'; B=$A; echo "$B" $B '$B' ${B}x
A=x; A=$A$A; A=$A$A; echo $A
A=1 A=2; echo $A
A=$B; B=1 A=$B; echo [$A]
A=1 echo [$A]
A=; $A echo x
A=; $A; echo $?
echo "a\"b\$c\\d\`e" a#b # c
echo $ $% "$" \$A \' a\  b
echo a\	b "a	b"
false; echo $?; true; echo $?
echo $$ | grep -c '^[0-9]*$'
echo [$!]; true & wait $!; echo $! | grep -c '^[0-9]'
echo -n; echo -n x; echo; echo --
"" ; echo $?
nosuch; echo $?
/tmp; echo $?
/tmp/nofile; echo $?
echo x > /tmp/x; /tmp/x; echo $?
exit 300
sh -c 'exit 3' || echo no $?
"""

PLACES = r"""
cd /tmp; pwd; echo $PWD; cd /; pwd; echo $PWD $OLDPWD; cd -; pwd; cd -
cd /tmp/nofile; echo $?; cd /files/any; echo $?
cd /files/; wc -c no_end; cat ./any | head -n 1; cd; pwd | grep -c '^/'; HOME=/tmp; cd; pwd
cd /tmp | cat; cd /bin/..; pwd; sh -c 'cd /tmp; pwd'; pwd
cd /files/ && cat lines > /tmp/here; cd /tmp/; cat ./here; sh -c 'cat here'
cd /files/; sh line0; PATH=:/bin; cat ./line0
cd /tmp; echo 'echo ran $0 $1 $#' > prog; chmod +x prog; ./prog a; PATH=$PATH:/tmp; prog b c; echo > prog; prog; echo $?
cd /tmp; echo x > .hid; echo x > seen; cat .h* s*n; echo .[h]i? [.]h* ?hid *hid
"""

PATTERNS = r"""
echo /files/*d* /files/m?xed /files/nofile* /files/[le]*s /files/[!a-z]* /files/[^a-l]*
cd /files/; echo l*s "l*s" 'l'*s l\*s *_en[a-e] [b-n]*[kdy] [l]ine[!0-9]
cd /files/; A='l*s'; echo $A "$A"; A=l*s; echo "$A" $A; A=l*s env | grep ^A
cd /files/; echo [ [] []n]o_end [n [a- [!] [no]_end n[o_e]end [[n]o* no[^]]end n[!-]_end n[z_-]_end
cd /files/; echo mix*ed** ******x*d m*i*x*e*d* m?*?d ?????; echo a\?y a??*
cd /files/; wc -l < *nofile; echo /*/no_end/* /file[s/]any ././l*s .//l*s any/* 'a'"n"?
cd /files/; for*; cat lin*s n*d | wc -c; echo $?; */any; echo "?"* *"x"*
"""

OUTPUTS = r"""
echo $(echo a) "$(echo a  b)" $(echo a  b)c x$(echo)y '$(echo a)' [$(true)] \$
echo "$(seq 3)" $(seq 3); A=$(seq 2); echo "$A"; A=$(echo x; echo; echo); echo "$A"
echo $(echo $(echo a "$(echo b  c)") ")" ')' \)); echo "$(echo "a  'b'" '"c  d"')"
A=$(false); echo $?; A=$(sh -c 'exit 3') B=x; echo $?; $(true); echo $?; $(false); echo $?; echo $(false); echo $?
A=$(exit 4); echo $?; echo $(false; echo $?) $?; B=x; echo $?; A=1 B=$(echo $A); echo $B; A=2; echo $(A=3; echo $A) $A
$(echo echo a) b; A='echo x'; $A; $(echo nosuch); echo $?; "$(echo)"; echo $?
seq 3 | echo $(cat) | cat; echo a | cat $(echo -) /files/no_end; seq 2 | sh -c 'echo $(cat)'
cd /files/; echo $(echo *d) "$(echo '*d')" $(echo '*d'); cat < $(echo no_end); echo x > $(echo /tmp/q); cat /tmp/q
echo $(sh -c 'exit 7') $(cat /tmp/nofile) x; echo $(cd /tmp; pwd); pwd | wc -l
echo $(sleep 0.1; echo late) & echo early; wait; echo $(true & wait; echo b) $(yes | head -n 2)
sh -c 'echo $0 $1 $# "$@" "$*" ${3}' name 'a  b' '' c; sh -c 'echo $# $1 "$@"'; sh -c 'shift; echo $0 $1 $#; shift 2; echo $1' a b c d e
echo 'echo $0 [$1] $#; echo "$@" x' > /tmp/s; sh /tmp/s; echo 'cat "$@"; shift; cat $*; shift; echo $#' > /tmp/s; sh /tmp/s /files/no_end /files/lines
echo $(
"""

LISTS = r"""
echo a&&echo b;echo c
echo a||echo b
true && false || echo c && echo d
false && echo a; echo $?
false || false || echo b
! false; echo $?
! true | false; echo $?
true && ! false && echo yes
!true; echo $?
true | false; echo $?
false | true; echo $?
nosuch | cat; echo $?
sleep 0.01 & wait $!; echo $?
sh -c 'exit 7' & wait $!; echo $?
sh -c 'exit 7' & wait; echo $?
true | sh -c 'exit 4' & wait $!; echo $?
wait 99999; echo $?
sh -c 'exit 130' & A=$!; sh -c 'sleep 0.1; exit 3' & wait $A $!; echo $?
yes | head -n 3; echo $?
yes | yes | head -n 1
seq 100000 | wc -l
seq 5 | tee /tmp/a | sort -r | head -n 2; cat /tmp/a
echo hi | sh -c 'cat & wait'; echo $?
echo hi | sh -c 'true && cat | wc -l & wait'; echo $?
echo hi | sh -c 'cat < /files/no_end & wait'; echo $?
echo one; echo two &&
echo one; echo a(b)
echo one; echo $((1+2)); echo )
echo one | | echo two
"""

SCRIPTS = [
    "echo one\necho two |;\necho three", "echo one\necho 'un\nclosed'\necho \"three",
    "echo one &&\n\n# why\necho two", "seq 3 |\n  wc -l", "echo a\\\nb \\\n c",
    "echo a; ; echo b", "true;\n\n\nfalse\n",
]

FILES_AND_DESCRIPTORS = r"""
echo a > /tmp/f; echo b >> /tmp/f; cat < /tmp/f; wc -l < /tmp/f
> /tmp/f; wc -c /tmp/f
echo a >| /tmp/f; cat /tmp/f
echo x > /tmp/a > /tmp/b; wc -c /tmp/a /tmp/b
cat < /nofile | cat; echo $?
cat /tmp/nofile > /tmp/out 2>&1; wc -l < /tmp/out
cat /tmp/nofile 2>&1 > /tmp/out | wc -l; wc -l < /tmp/out
echo x 3>&2 2>&3 >&2
echo x 3>&1 >&2 2>&3
sh -c 'echo o; echo e >&2' 3>&1 1>&2 2>&3 | cat
echo 2>&1; echo a2>&1; echo a 2 >&1
echo a &> /tmp/f; wait; cat /tmp/f
echo x >&-; echo $?
exec > /tmp/out; echo hi; exec 1>&2; cat /tmp/out; wc -l < /tmp/out > /tmp/n
exec 3> /tmp/out 4>&1 > /tmp/o; echo a >&3; sh -c 'echo b >&3'; exec 3>&- >&4; cat /tmp/out; echo x >&3 || echo closed
sh -c 'exec sh -c "exit 6"; echo no'; echo $?
A=1 exec env | grep ^A; exec nosuch; echo no
exec < /files/lines; cat; exec cat /files/no_end; echo no
F='/tmp/a b'; echo x > "$F"; cat "$F"; rm "$F"; cat "$F"; echo $?
echo 'echo in $A' > /tmp/s; A=1 sh /tmp/s; A=2 sh < /tmp/s
"""

TREES = r"""
mkdir /tmp/t1; echo $?; mkdir /tmp/t1; echo $?; mkdir /tmp/no/t1; echo $?; mkdir -p /tmp/t1 /tmp/t2/a/b/; echo $?; echo /tmp/t2/a/*
echo x > /tmp/m1; mkdir -p /tmp/m1/a; echo $?; mkdir -p /tmp/m2 && rmdir /tmp/m2 /tmp/m1; echo $?; ls /tmp/m2 || echo none
mkdir -p /tmp/r/a/b; rmdir /tmp/r; echo $?; rm /tmp/r; echo $?; echo x > /tmp/r/a/c; rm -r /tmp/r; echo $?; ls /tmp/r || echo none; rm -r /tmp/r; echo $?; rm -rf /tmp/r; echo $?
cd /tmp; mkdir c; echo one > c/1; cp c/1 c/2; cat c/2; cp c/1 c; echo $?; cp c/1 c/2 /tmp; cat 1 2; cp c d; echo $?; cp -r c d; cat d/2; cp -r c d; ls d/c
cd /tmp; mkdir e; echo one > e/1; cp e/1 e/none/x; echo $?; cp e/none e/x; echo $?; cp e/1 e/1 e/2; echo $?
cd /tmp; echo long text > f1; echo y > f2; cp f2 f1; cat f1; cp -r /files/no_end f3; cat f3; cp /dev/null f1; wc -c f1
cd /tmp; mkdir g h; echo one > g/1; mv g/1 g/2; cat g/2 g/1; mv g h; ls h/g; mv h/g/2 .; cat 2; mv 2 none/2; echo $?; mv nofile x; echo $?
cd /tmp; mkdir i; echo 1 > i1; echo 2 > i2; mv i1 i2 i; cat i/i1 i/i2; mv i/i1 i/i2; cat i/i2; ls i; mv i i/x; echo $?; mv i/i2 i i2; echo $?
cd /tmp; echo 1 > l1; ln l1 l2; echo 2 > l1; cat l2; rm l1; cat l2; ln l2 l2; echo $?; mkdir l; ln l2 l; cat l/l2; ln none l3; echo $?; ln l l4; echo $?
cd /tmp; touch t; wc -c t; echo x > t; touch t; cat t; touch none/t; echo $?
cd /tmp; mkdir oo; cd oo; touch b a .h; ls; ls -a | grep h; ls -l b | grep -c '^-rw.* b$'; ls a none || echo none
cd /tmp; echo 'echo ran $1' > p; ./p; echo $?; chmod 755 p; chmod -x p; ./p; echo $?; chmod 700 none; echo $?
cd /tmp; mkdir rr; cd rr; echo x > f; mkdir d; rm -rf . ./ d/.; echo $?; rm -r d/..; ls -a | wc -l; touch ... a.; rm ... a.; rm -r d/; ls
cd /tmp; echo 'echo ran' > p2; chmod u+x p2; ./p2; chmod a-x p2; ./p2; chmod ug=rx p2; ./p2; chmod z+x p2 || echo no; chmod go p2 || echo no
cd /tmp; mkdir so so/a; cd so; touch a-b a. a0; ls | grep -n '[-.0]'
cd /tmp; mkdir qq; echo x > qq/1; du -s qq/none; echo $?; sync; echo $?
"""

PROGRAMS = r"""
cat /files/lines /files/no_end /files/lines
cat /files/lines - /files/empty < /files/no_end
cat /nofile /files/no_end; echo $?
cat -- /files/no_end
wc -l < /files/blank
wc -c /files/no_end
wc -w < /files/blank
wc -l /nofile; echo $?
head -n 3 /files/any
head -3 /files/any
head -n3 /files/any
head /files/lines /files/no_end
head -n 1 /files/lines - < /files/no_end
head -n 0 /files/lines
head -n 1 -- /files/lines
head -n 1 /nofile /files/lines; echo $?
grep foo /files/any
grep -c foo /files/any /files/lines
grep -n 'o-[0-9]*$' /files/any
grep -v foo /files/any
grep -i FOO1 /files/any
grep -E '^(fo+|bar)?[0-9]+$' /files/no_end; echo no
grep -E '^fo+-?[1-3]+$' /files/any
grep -F 'a.b' /files/any; echo $?
grep -q foo /files/any; echo $?
grep -q nothing /files/any; echo $?
grep foo /nofile; echo $?
grep foo /nofile /files/any; echo $?
grep -q foo /nofile /files/any; echo $?
grep '' /files/blank
grep -c '' /files/blank /files/empty
grep '^$' /files/blank
grep '[]a]' /files/mixed
grep '[^0-9]' /files/mixed
grep '*' /files/mixed; echo $?
grep '\.' /files/mixed
grep '[' /files/mixed; echo $?
grep -- -1 /files/mixed
grep newline /files/no_end
grep; echo $?
sort /files/mixed
sort -n /files/mixed
sort -r /files/mixed
sort -nr /files/mixed
sort -u /files/mixed
sort -nu /files/mixed
sort -nru /files/mixed
sort /files/any
sort -n /files/lines /files/mixed
sort /files/no_end /files/lines
sort - < /files/lines
sort /nofile; echo $?
sort -x; echo $?
seq 3; seq 2 4; seq 1 2 6; seq 5 -2 0; seq 0; seq 3 1; seq -2 2
seq -- 2; seq 10000000000 10000000002; seq 08 10
tee /tmp/a /tmp/b < /files/lines > /dev/null; cat /tmp/a /tmp/b
echo x > /tmp/a; tee -a /tmp/a < /files/no_end; cat /tmp/a
tee /nonexistent/x /tmp/y < /files/lines; echo $?; cat /tmp/y
env -i A=1 B=2 env; env -i A=1 sh -c 'echo $A'; A=1 env A=2 env | grep ^A; env -i; echo $?
env A=1 nosuch; echo $?; env /files/lines; echo $?
ls /files/any /files/lines
ls /nofile /files/any | cat
rm /tmp/nofile; echo $?; rm -f /tmp/nofile; echo $?; rm -f; echo $?; rm /tmp; echo $?
yes a b | head -n 2
true x; echo $?; false x; echo $?
sleep 0; echo $?; sleep .01; echo $?
kill -l 9; kill -l 143
kill -0 $$; echo $?; kill -0 999999; echo $?
"""

LINES = [line for table in (WORDS, PLACES, TREES, PATTERNS, OUTPUTS, LISTS, FILES_AND_DESCRIPTORS, PROGRAMS)
         for line in table.strip().splitlines()] + SCRIPTS


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What is /files for Robin: FILES, and each of LINES as a script."""
    path = tmp_path_factory.mktemp("files")
    for name, content in FILES.items():
        (path / name).write_bytes(content)
    for i, line in enumerate(LINES):
        (path / f"line{i}").write_text(line + "\n", encoding="ascii")
    calls = [f"sh /files/line{i} 2> /dev/null\necho \"\n@ $?\"\n" for i in range(len(LINES))]
    (path / "all").write_text("".join(calls), encoding="ascii")
    return path


def by_dash(line, folder, place):
    """What the host's dash prints, and its status, with PLACE for /tmp."""
    script = line.replace("/tmp", str(place)).replace("/files/", f"{folder}/")
    environment = {"PATH": os.defpath, "LC_ALL": "C"}
    process = subprocess.run(["dash"], input=f"{script}\n", capture_output=True, text=True,
                             env=environment, check=False, timeout=60)
    shown = process.stdout.replace(f"{folder}/", "/files/").replace(str(place), "/tmp")
    return shown, process.returncode


@pytest.mark.parametrize("line", LINES)
def test_a_line_does_what_it_does_on_linux(boot, folder, tmp_path, line):
    parts = re.split(r"\n@ (\d+)\n", boot(run="sh /files/all", files=folder).console)
    assert len(parts) == 2 * len(LINES) + 1
    parts[0] = parts[0].split("\n", 1)[1]  # without the banner
    i = LINES.index(line)
    assert (parts[2 * i], int(parts[2 * i + 1])) == by_dash(line, folder, tmp_path)
