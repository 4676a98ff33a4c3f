// Each is a gigabyte of zeros.

/** Brotli, 809 bytes. */
const brotli = [
  'z///fwAkAOKxQHLv//n//w+ABEAcFoDu/T////8BkACIwwLQvf/n//8/ABIAcVgAuvf//P//B0ACIA4LQPf+n////wBIAMRhAeje//P//x8ACY',
  'A4LADd+3/+//8DIAEQhwWge//P//9/ACQA4rAAdO//+f//D4AEQBwWgO79P////wGQAIjDAtC9/+f//z8AEgBxWAC69//8//8HQAIgDgtA9/6f',
  '////AEgAxGEB6N7/8///HwAJgDgsAN37f/7//wMgARCHBaB7/8///38AJADisAB07//5//8PgARAHBaA7v0/////AZAAiMMC0L3/5///PwASAH',
  'FYALr3//z//wdAAiAOC0D3/p////8ASADEYQHo3v/z//8fAAmAOCwA3ft//v//AyABEIcFoHv/z///fwAkAOKwAHTv//n//w+ABEAcFoDu/T//',
  '//8BkACIwwLQvf/n//8/ABIAcVgAuvf//P//B0ACIA4LQPf+n////wBIAMRhAeje//P//x8ACYA4LADd+3/+//8DIAEQhwWge//P//9/ACQA4r',
  'AAdO//+f//D4AEQBwWgO79P////wGQAIjDAtC9/+f//z8AEgBxWAC69//8//8HQAIgDgtA9/6f////AEgAxGEB6N7/8///HwAJgDgsAN37f/7/',
  '/wMgARCHBaB7/8///38AJADisAB07//5//8PgARAHBaA7v0/////AZAAiMMC0L3/5///PwASAHFYALr3//z//wdAAiAOC0D3/p////8ASADEYQ',
  'Ho3v/z//8fAAmAOCwA3ft//v//AyABEIcFoHv/z///fwAkAOKwAHTv//n//w+ABEAcFoDu/T////8BkACIwwLQvf/n//8/ABIAcVgAuvf//P//',
  'B0ACIA4LQPf+n////wBIAMRhAeje//P//x8ACYA4LADd+3/+//8DIAEQhwWge//P//9/ACQA4rAAdO//+f//D4AEQBwWgO79P////wGQAIjDAt',
  'C9/+f//z8AEgBxWAC69//8//8HQAIgDgtA9/6f////AEgAxGEB6N7/8///HwAJgDgsAN37f/7//wMgARCHBaB7/z8=',
];
/** Gzip in brotli, 160 bytes. */
const gzipInBrotli = [
  'W8fsD8BITLePyEeqZuIwQqXDQxzz37qoRYYVIBt14HhNTbY+32hgYTvfj6TKKigcNziNOCCMLDKKcNx5oPCQGggQ9P/2AMA5kQMgFD2OAgHQW/',
  '6tnuVK1nAPAHq3oUgA4Pq/RKfgHgDkdVoxQO8naw3AsSc9g3sA8N5tixNo+b77WbgHAOf/gyFORicfrqcBqF9ZDjD67HZiZPf6VEouPw==',
];
/** Gzip in gzip in gzip, 262 bytes. */
const threeGzips = [
  'H4sIAAAAAAACA5Pv5mAAASbmt3cW5k1OlGh7uH/LIsctPgvUHqhMS/CwYi5rWtnZytLs4Lf9pEOihbCBNUPAnINm25kVhFMcBdneek748710pf',
  '/+Tyen/z55/OeGrwm/Hr9O+fR+688vzz+//fMQZHjPnWe/anbJMrct/z5dv6+PkYGhYWP13pgzZYsPvL/81/k5UE3Dxd8f/txcfJe/cf7rcmOI',
  'SPWf12lbbzPtux//Zm8RPwMDg8Re7YMg8zwEeUAKxMCcDAhHApkzKjMqMyozKjMqMypDSKZyd8yZ7dEHfu/+evP0Q3vrH5/enj1pwLN6/5X01j',
  'Mn3vAzAADelw8HIgcAAA==',
];

export const bombs = [
  ['br', brotli],
  ['gzip, br', gzipInBrotli],
  ['gzip, gzip, gzip', threeGzips],
].map(([encoding, lines]) => ({ encoding, body: Buffer.from(lines.join(''), 'base64') }));
