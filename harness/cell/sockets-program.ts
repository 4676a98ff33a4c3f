/**
 * What makes sockets in a Cell's network and hands them to whoever opened the Cell, over Node's own channel (a JSON text for
 * each line, a descriptor beside the line that tells of one, and the next only when that was taken:
 * `lib/internal/child_process.js`). It follows on `keeper-program.ts`, and is outside but for the network, which it enters
 * when it is told the keeper's pid 1. Perl, since a node of its own for each Cell would take longer to start than most candidates.
 */
export const socketsProgram = String.raw`
# The module that has these takes as long to load as all else here.
my ($AF_INET, $AF_INET6, $STREAM_NONBLOCK, $SOL_SOCKET, $SO_ERROR, $SCM_RIGHTS, $EINPROGRESS) = (2, 10, 1 | 2048, 1, 4, 1, 115);
my ($ECONNREFUSED, $NOSIGNAL) = (111, 0x4000);
my ($heard, $isTaken, $handed, %begun, @refused, @made) = ('', 1, 0);

$word = 'sockets';
open my $judge, '+<&=', delete $ENV{NODE_CHANNEL_FD} or broken('channel');
delete $ENV{NODE_CHANNEL_SERIALIZATION_MODE};
my $keeper = fork;
broken('fork') unless defined $keeper;
if ($keeper == 0) { close $judge; become() }
dropRights();
my $end = call('pidfd_open', $keeper, 0);

for (;;) {
  my ($read, $write) = ('', '');
  vec($read, $_, 1) = 1 for $end, fileno $judge;
  vec($write, $_, 1) = 1 for keys %begun;
  my $found = select $read, $write, undef, @refused ? 0.004 : undef;
  next if $found < 0;
  last if vec $read, $end, 1;
  # Only after a pause: else each refusal would bring on the next try at once.
  begin($_) for $found == 0 ? splice @refused : ();
  for my $fd (grep { vec $write, $_, 1 } keys %begun) {
    my ($asked, $socket) = @{delete $begun{$fd}};
    my $error = unpack 'i', getsockopt $socket, $SOL_SOCKET, $SO_ERROR;
    # Where nobody listens, a connection can come to be with itself.
    $error ||= $ECONNREFUSED if (unpack 'x2 n', getsockname $socket) == $asked->{port};
    $error ? failed($asked, $error) : connected($asked, $socket);
  }
  next unless vec $read, fileno $judge, 1;
  sysread $judge, $heard, 65536, length $heard or last;
  while ($heard =~ s/^(.*)\n//) { hear($1) }
}
nobodyAsks();

# The Cell goes on: whoever opened it ends it.
sub nobodyAsks {
  close $judge;
  waitpid $keeper, 0;
  exit;
}

sub hear {
  my ($line) = @_;
  return enterNetwork($1) if $line =~ /"pid":(\d+)/;
  if ($line =~ /"NODE_HANDLE_(N?)ACK"/) {
    # 24 is EMFILE: there is no room for it there.
    inform(qq({"n":$handed,"errno":24})) if $1;
    $isTaken = 1;
    return handNext();
  }
  my ($n, $is, $host, $port, $within) =
    $line =~ /"n":(\d+),"is":"(\w+)","host":"([^"]*)","port":(\d+),"within":(\d+)/;
  my @hosts = $host eq 'localhost' ? ('127.0.0.1', '::1') : ($host);
  begin({ n => $n, is => $is, hosts => \@hosts, nth => 0, port => $port, until => time + int(($within + 999) / 1000) });
}

# Whoever made a user namespace has all rights in it, but only there, and needs them to enter its network.
sub enterNetwork {
  my ($pid) = @_;
  for (['user', $NEWUSER], ['net', $NEWNET]) {
    my ($kind, $flag) = @$_;
    open my $space, '<', "/proc/$pid/ns/$kind" or broken($kind);
    call('setns', fileno $space, $flag);
  }
  dropRights();
  inform('{"n":0}');
}

sub begin {
  my ($asked) = @_;
  my $port = $asked->{port};
  # struct sockaddr_in6, struct sockaddr_in.
  my ($family, $to) = $asked->{hosts}[$asked->{nth}] eq '::1'
    ? ($AF_INET6, pack 'S n N x15 C N', $AF_INET6, $port, 0, 1, 0)
    : ($AF_INET, pack 'S n C4 x8', $AF_INET, $port, 127, 0, 0, 1);
  socket my $socket, $family, $STREAM_NONBLOCK, 0 or return failed($asked, $! + 0);
  if ($asked->{is} eq 'listen') {
    bind $socket, $to and listen $socket, 4096 or return failed($asked, $! + 0);
    return made($asked, 'net.Server', $socket);
  }
  connect $socket, $to or $! == $EINPROGRESS or return failed($asked, $! + 0);
  $begun{fileno $socket} = [$asked, $socket];
}

# One that was just now not yet there at the first address may be there by the time of the second, at both.
sub connected {
  my ($asked, $socket) = @_;
  return made($asked, 'net.Socket', $socket) if $asked->{nth} == 0;
  $asked->{other} = $socket;
  $asked->{nth} = 0;
  begin($asked);
}

sub failed {
  my ($asked, $error) = @_;
  return made($asked, 'net.Socket', $asked->{other}) if $asked->{other};
  # Nearly all listen at the first.
  my $isLast = $asked->{nth} > 0 || @{$asked->{hosts}} == 1 || $asked->{tries}++ % 4 > 0;
  $asked->{nth} = $isLast ? 0 : 1;
  return begin($asked) unless $isLast;
  return push @refused, $asked if time < $asked->{until};
  inform(qq({"n":$asked->{n},"errno":$error}));
}

sub made {
  push @made, [@_];
  handNext();
}

sub handNext {
  return unless $isTaken and @made;
  my ($asked, $type, $socket) = @{shift @made};
  inform(qq({"cmd":"NODE_HANDLE","type":"$type","msg":{"n":$asked->{n}}}), $socket);
  $isTaken = 0;
  $handed = $asked->{n};
}

# struct msghdr with one struct iovec, and one struct cmsghdr of type SCM_RIGHTS where there is a socket to hand over.
sub inform {
  my ($line, $socket) = @_;
  my $text = "$line\n";
  my $vector = pack 'P Q', $text, length $text;
  my $control = defined $socket ? pack('Q i i i x4', 20, $SOL_SOCKET, $SCM_RIGHTS, fileno $socket) : '';
  my $message = pack 'Q Q P Q P Q i x4', 0, 0, $vector, 1, $control, length $control, 0;
  # A signal would come where nobody listens any more.
  nobodyAsks() if syscall($number{sendmsg}, fileno $judge, $message, $NOSIGNAL) != length $text;
}
`;
