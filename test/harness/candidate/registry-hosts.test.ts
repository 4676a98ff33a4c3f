import { describe, expect, it } from 'vitest';
import {
  findPlace,
  isPublic,
  placeAsked,
  placeOf,
  proxyFor,
  type RegistryHost,
  shown,
} from '../../../harness/candidate/registry-hosts.ts';

const hosts = [
  'https://registry.example.org/',
  'http://127.0.0.1:4873/',
  'https://npm.example.org:8443/a/b',
  'http://[::1]:81',
]
  .map(placeOf)
  .filter((place): place is RegistryHost => place !== undefined);

describe('what an install may reach', () => {
  it('is each place of the list, at its port', () => {
    expect(hosts.map(shown)).toEqual([
      'registry.example.org:443',
      '127.0.0.1:4873',
      'npm.example.org:8443',
      '[::1]:81',
    ]);
    for (const asked of ['registry.example.org:443', 'REGISTRY.example.ORG:443', '127.0.0.1:4873', '[::1]:81'])
      expect(findPlace(hosts, placeAsked(asked)), asked).toBeDefined();
  });

  it.for([
    'registry.example.org:80',
    'registry.example.org:22',
    'registry.example.org',
    'registry.example.org:',
    'registry.example.org.:443',
    'evil.registry.example.org:443',
    'registry.example.org.evil.example:443',
    'xregistry.example.org:443',
    'example.org:443',
    '127.0.0.1:80',
    '127.1:4873',
    '2130706433:4873',
    '0x7f.0.0.1:4873',
    '[::ffff:127.0.0.1]:4873',
    'localhost:4873',
    '169.254.169.254:80',
    'registry.example.org:443@evil.example:443',
    'evil.example@registry.example.org:443',
    'registry.example.org:443/../evil',
    'registry.example.org:443\r\nHost: evil.example',
    'registry.example.org\0.evil.example:443',
    'registry.example.org%00:443',
    'regıstry.example.org:443',
    'registry.example.org:0443000',
    '/var/run/docker.sock',
    '',
  ])('is not %j', (asked) => {
    expect(findPlace(hosts, placeAsked(asked))).toBeUndefined();
  });

  it('is nothing for a URL that is neither http nor https', () => {
    for (const url of ['ftp://example.org/', 'file:///etc/passwd', 'example.org', ''])
      expect(placeOf(url)).toBeUndefined();
  });
});

describe('an address', () => {
  it.for([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '192.0.0.192',
    '198.18.0.1',
    '224.0.0.1',
  ])('%s is near, and so it is when written as IPv6', (address) => {
    expect(isPublic(address)).toBe(false);
    expect(isPublic(`::ffff:${address}`)).toBe(false);
  });

  it.for([
    ['127.0.0.1', '7f00:1'],
    ['10.1.2.3', 'a01:203'],
    ['172.31.0.1', 'ac1f:1'],
    ['192.168.1.1', 'c0a8:101'],
    ['169.254.169.254', 'a9fe:a9fe'],
    ['100.64.0.1', '6440:1'],
    ['0.0.0.0', '0:0'],
    ['224.0.0.1', 'e000:1'],
  ])('%s is near by a gateway to IPv4 too', ([address, words]) => {
    expect(isPublic(`64:ff9b::${address}`)).toBe(false);
    expect(isPublic(`64:ff9b::${words}`)).toBe(false);
    expect(isPublic(`2002:${words}::1`)).toBe(false);
    expect(isPublic(`2002:${words}:ffff:1:2:3:4`)).toBe(false);
  });

  it.for(['64:ff9b:1::1', '64:ff9b:1:ffff::8.8.8.8'])('%s is near: who can tell what is behind it', (address) => {
    expect(isPublic(address)).toBe(false);
  });

  it.for(['::1', '::', 'fe80::1', 'fd00:ec2::254', 'ff02::1'])('%s is near', (address) => {
    expect(isPublic(address)).toBe(false);
  });

  it.for([
    '1.1.1.1',
    '172.32.0.1',
    '2606:4700::1111',
    '::ffff:1.1.1.1',
    '64:ff9b::1.1.1.1',
    '64:ff9b::ac20:1',
    '64:ff9b:2::1',
    '2002:101:101::1',
    '2002:ac20:1:a00:1::',
  ])('%s is public', (address) => {
    expect(isPublic(address)).toBe(true);
  });
});

describe('the proxy of the machine', () => {
  const proxies = {
    http: 'http://a:1',
    https: 'http://b:2',
    except: ['.corp.example', 'exact.example', '10.0.0.1:80'],
  };

  it('is the one for the scheme', () => {
    expect(proxyFor('https://registry.example.org', proxies)).toBe('http://b:2');
    expect(proxyFor('http://registry.example.org', proxies)).toBe('http://a:1');
    expect(proxyFor('https://registry.example.org', { except: [] })).toBeUndefined();
  });

  it('is not used for what is exempt', () => {
    for (const url of [
      'https://npm.corp.example',
      'https://exact.example/x',
      'http://10.0.0.1/',
      'http://a.exact.example',
    ])
      expect(proxyFor(url, proxies), url).toBeUndefined();
    expect(proxyFor('https://corp.example.org', proxies)).toBe('http://b:2');
    expect(proxyFor('https://any.example', { ...proxies, except: ['*'] })).toBeUndefined();
  });
});
