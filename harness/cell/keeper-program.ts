import { socketsProgram } from './sockets-program.ts';

/**
 * What builds a Cell's namespaces and folders and becomes the bwrap of its keeper; where somebody is to have sockets in
 * there, it starts that and stays beside it, outside. One process that makes system calls, in place of a chain of fifteen
 * programs that make one each. What comes of it is seen from inside before each run (`walls.ts`).
 *
 * Its arguments are words, done one after another, each followed by what it takes; then `--` and the command line.
 * Numbers are Linux' own, the same on x64 and arm64 (mount.h, sched.h, prctl.h, capability.h), but for those of the system
 * calls themselves, which are told.
 */
export const keeperProgram = String.raw`
use strict;

my ($NEWNS, $NEWUSER, $NEWNET) = (0x20000, 0x10000000, 0x40000000);
my ($BIND, $PRIVATE) = (4096, 16384 | 1 << 18);
my ($SET_DUMPABLE, $BOUND_READ, $BOUND_DROP, $CAPABILITIES_3) = (4, 23, 24, 0x20080522);
my (%number, $word, @groups);

my %does = (
  number => sub { $number{$_[0]} = $_[1] + 0 },
  # A file of a control group: for what it becomes, and by the rights of now.
  enter => sub { open my $group, '>', $_[0] or broken($_[0]); push @groups, $group },
  # Mounts that nobody else sees.
  private => \&private,
  bind => sub { call('mount', @_, 0, $BIND, 0) },
  # No rights from now on. In /proc it is itself again, which it ceases to be with its user.
  user => sub {
    my $id = $_[0] + 0;
    call('setgroups', 0, 0);
    call('setresgid', $id, $id, $id);
    call('setresuid', $id, $id, $id);
    dropRights();
    call('prctl', $SET_DUMPABLE, 1, 0, 0, 0);
  },
  # All rights, in a user namespace with mounts.
  namespace => sub {
    my ($uid, $gid) = ($>, $) + 0);
    call('unshare', $NEWUSER);
    told('/proc/self/setgroups', 'deny');
    told('/proc/self/uid_map', "$uid $uid 1");
    told('/proc/self/gid_map', "$gid $gid 1");
    private();
  },
  set => \&told,
  # A folder, options.
  tmpfs => sub { call('mount', 'none', $_[0], 'tmpfs', 0, $_[1]) },
  folder => sub { mkdir $_[0], 0755 or broken($_[0]) },
  # A tree, a folder, options. The tree is the folder that it is in: a path would need escaping, and would show inside.
  overlay => sub { chdir $_[0] or broken($_[0]); call('mount', 'none', $_[1], 'overlay', 0, $_[2]); chdir '/' },
  # Nor will what it becomes have any rights.
  powerless => sub { dropBounds() },
);
my %takes = (number => 2, enter => 1, private => 0, bind => 2, user => 1, namespace => 0, set => 2, tmpfs => 2, folder => 1,
  overlay => 3, powerless => 0);

while (($word = shift @ARGV) ne '--') { $does{$word}->(splice @ARGV, 0, $takes{$word}) }

sub private { call('unshare', $NEWNS); call('mount', 'none', '/', 0, $PRIVATE, 0) }

sub told {
  my ($file, $text) = @_;
  open my $to, '>', $file or broken($file);
  # At once, as the kernel wants it; what is not taken is not done.
  defined syswrite $to, $text or broken($file);
}

sub dropBounds {
  for (my $right = 0; syscall($number{prctl}, $BOUND_READ, $right, 0, 0, 0) >= 0; $right++) {
    call('prctl', $BOUND_DROP, $right, 0, 0, 0);
  }
}

sub dropRights { call('capset', pack('L i', $CAPABILITIES_3, 0), pack('L6', (0) x 6)) }

# Whatever looks like a text is handed over as an address.
sub call {
  my ($name, @values) = @_;
  my $answer = syscall $number{$name}, @values;
  broken($name) if $answer == -1;
  return $answer;
}

sub broken { die "$word: $_[0] failed: $!\n" }

sub become {
  defined syswrite $_, 0 or broken('group') for @groups;
  exec { $ARGV[0] } @ARGV or broken($ARGV[0]);
}

become() unless defined $ENV{NODE_CHANNEL_FD};
${socketsProgram}`;
