/** Why nothing is asked of an address: what cloud machines tell of themselves lies there, or no machine at all. */
type Range = readonly [address: string, bits: number]

/** IPv4: "this host", link-local with the metadata of clouds (RFC 3927), metadata of Azure, Alibaba and Oracle, multicast and what is reserved. */
const four: readonly Range[] = [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['168.63.129.16', 32],
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['224.0.0.0', 3],
]
/** IPv6: unspecified, link-local (RFC 4291), multicast, metadata of AWS and Google, and what hands out keys to the pods of EKS. */
const six: readonly Range[] = [
  ['::', 128],
  ['fe80::', 10],
  ['ff00::', 8],
  ['fd00:ec2::254', 128],
  ['fd00:ec2::23', 128],
  ['fd20:ce::254', 128],
]

const fourShape = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/

function numberOfFour(text: string): bigint | null {
  const parts = fourShape.exec(text)?.slice(1).map(Number)
  if (!parts || parts.some((part) => part > 255)) return null
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n)
}

/** `a:b` as numbers of 16 bits; a dotted end counts for two. Null when it is no IPv6. */
function groupsOf(text: string): bigint[] | null {
  if (text === '') return []
  const groups: bigint[] = []
  for (const part of text.split(':')) {
    const dotted = numberOfFour(part)
    if (dotted !== null) groups.push(dotted >> 16n, dotted & 0xffffn)
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`))
    else return null
  }
  return groups
}

function numberOfSix(text: string): bigint | null {
  const halves = text.replace(/%.*$/, '').split('::').map(groupsOf)
  const [head, tail] = halves
  if (!head || halves.length > 2 || tail === null) return null
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (tail === undefined ? missing !== 0 : missing < 1) return null
  return [...head, ...Array<bigint>(missing).fill(0n), ...(tail ?? [])].reduce((sum, group) => sum * 65_536n + group, 0n)
}

const within = (address: bigint, start: bigint, bits: number, width: number): boolean => address >> BigInt(width - bits) === start >> BigInt(width - bits)
const isIn = (ranges: readonly Range[], width: 32 | 128, read: (text: string) => bigint | null) => (address: bigint) =>
  ranges.some(([start, bits]) => within(address, read(start) ?? 0n, bits, width))
const forbiddenFour = isIn(four, 32, numberOfFour)
const forbiddenSix = isIn(six, 128, numberOfSix)

/** The IPv4 address that an IPv6 one carries: mapped (::ffff:0:0/96), translated (::ffff:0:0:0/96), compatible (::/96), NAT64 (64:ff9b::/96) and 6to4 (2002::/16). */
function carriedFour(address: bigint): bigint | null {
  const head = address >> 32n
  if (head === 0xffffn || head === 0xffff_0000n || head === 0x64_ff9b_0000_0000_0000_0000n || (head === 0n && address > 0xffffn)) return address & 0xffff_ffffn
  return address >> 112n === 0x2002n ? (address >> 80n) & 0xffff_ffffn : null
}

/** Whether nothing may be asked of this IP address, however it is written. Loopback and private networks are fine: clusters live there. A name is no address: false. */
export function isForbiddenAddress(ip: string): boolean {
  const address = numberOfFour(ip)
  if (address !== null) return forbiddenFour(address)
  const long = numberOfSix(ip.replace(/^\[(.*)\]$/, '$1'))
  if (long === null) return false
  const carried = carriedFour(long)
  return forbiddenSix(long) || (carried !== null && forbiddenFour(carried))
}

/** The host of an address as resolvers read it: `0xa9fea9fe`, `169.16689662` and `2852039166` are all 169.254.169.254. Names stay as they are. */
export function plainHost(host: string): string {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  const text = `http://${bare.includes(':') ? `[${bare}]` : bare}`
  return URL.canParse(text) ? new URL(text).hostname.replace(/^\[(.*)\]$/, '$1') : bare
}
