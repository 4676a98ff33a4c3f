/**
 * What is run in a Cell's network, and nowhere else of it: it makes sockets there and hands them to whoever started it,
 * over Node's own channel (a JSON text for each line, a descriptor beside the line that tells of one, and the next only
 * when that was taken: `lib/internal/child_process.js`). Perl, since a node of its own for each Cell would take longer
 * to start than most candidates. Its one argument is the number of sendmsg(2), which Perl has no name for.
 */
export const socketsProgram = `
use strict;

# Numbers of Linux on x64 and arm64: the module that has them takes as long to load as all else here.
my ($AF_INET, $AF_INET6, $STREAM_NONBLOCK, $SOL_SOCKET, $SO_ERROR, $SCM_RIGHTS, $EINPROGRESS) = (2, 10, 1 | 2048, 1, 4, 1, 115);
my ($sendmsg) = @ARGV;
open my $judge, '+<&=', $ENV{NODE_CHANNEL_FD} or die "no channel: $!";
my ($heard, $isTaken, %begun, @made) = ('', 1);
inform('{"n":0}');

for (;;) {
  my ($read, $write) = ('', '');
  vec($read, fileno $judge, 1) = 1;
  vec($write, $_, 1) = 1 for keys %begun;
  next if select($read, $write, undef, undef) < 0;
  for my $fd (grep { vec $write, $_, 1 } keys %begun) {
    my ($n, $socket) = @{delete $begun{$fd}};
    my $error = unpack 'i', getsockopt $socket, $SOL_SOCKET, $SO_ERROR;
    $error ? failed($n, $error) : made($n, 'net.Socket', $socket);
  }
  next unless vec $read, fileno $judge, 1;
  sysread $judge, $heard, 65536, length $heard or exit;
  while ($heard =~ s/^(.*)\\n//) { asked($1) }
}

sub asked {
  my ($line) = @_;
  if ($line =~ /"NODE_HANDLE_N?ACK"/) {
    $isTaken = 1;
    return handNext();
  }
  my ($n) = $line =~ /"n":(\\d+)/;
  my ($host, $port) = $line =~ /"host":"([^"]*)","port":(\\d+)/;
  # struct sockaddr_in6, struct sockaddr_in.
  my ($family, $to) = $host eq '::1' ? ($AF_INET6, pack 'S n N x15 C N', $AF_INET6, $port, 0, 1, 0)
    : ($AF_INET, pack 'S n C4 x8', $AF_INET, $port, 127, 0, 0, 1);
  socket my $socket, $family, $STREAM_NONBLOCK, 0 or return failed($n, $! + 0);
  if ($line =~ /"is":"listen"/) {
    bind $socket, $to and listen $socket, 4096 or return failed($n, $! + 0);
    return made($n, 'net.Server', $socket);
  }
  connect $socket, $to or $! == $EINPROGRESS or return failed($n, $! + 0);
  $begun{fileno $socket} = [$n, $socket];
}

sub failed {
  my ($n, $error) = @_;
  inform(qq({"n":$n,"errno":$error}));
}

sub made {
  push @made, [@_];
  handNext();
}

sub handNext {
  return unless $isTaken and @made;
  my ($n, $type, $socket) = @{shift @made};
  inform(qq({"cmd":"NODE_HANDLE","type":"$type","msg":{"n":$n}}), $socket);
  $isTaken = 0;
}

# struct msghdr with one struct iovec, and one struct cmsghdr of type SCM_RIGHTS where there is a socket to hand over.
sub inform {
  my ($line, $socket) = @_;
  my $text = "$line\\n";
  my $vector = pack 'P Q', $text, length $text;
  my $control = defined $socket ? pack('Q i i i x4', 20, $SOL_SOCKET, $SCM_RIGHTS, fileno $socket) : '';
  my $message = pack 'Q Q P Q P Q i x4', 0, 0, $vector, 1, $control, length $control, 0;
  syscall($sendmsg, fileno $judge, $message, 0) == length $text or die "nobody listens: $!";
}
`;
