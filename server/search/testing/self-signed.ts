import { generateKeyPairSync, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'

const SEQUENCE = 0x30
const SET = 0x31
const OCTETS = 0x04

/** One DER value. Source: ITU-T X.690, 8.1. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const length = content.length < 128 ? Buffer.from([content.length]) : Buffer.from([0x82, content.length >> 8, content.length & 0xff])
  return Buffer.concat([Buffer.from([tag]), length, content])
}

const ecdsaWithSha256 = der(SEQUENCE, Buffer.from('06082a8648ce3d040302', 'hex'))
const commonName = Buffer.from('0603550403', 'hex')
const alternativeNames = Buffer.from('0603551d11', 'hex')
const version3 = der(0xa0, der(0x02, Buffer.from([2])))
const nameOf = (text: string): Buffer => der(SEQUENCE, der(SET, der(SEQUENCE, commonName, der(0x0c, Buffer.from(text)))))
const instant = (text: string): Buffer => der(0x17, Buffer.from(text))

function holderOf(name: string): Buffer {
  const holder = isIPv4(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name))
  return der(0xa3, der(SEQUENCE, der(SEQUENCE, alternativeNames, der(OCTETS, der(SEQUENCE, holder)))))
}

/**
 * A certificate for `name` (a host or an IPv4 address) that nobody vouches for, with its key, both as PEM and new each
 * time. `until` as YYMMDD. Source: RFC 5280, 4.1 and 4.2.1.6.
 */
export function selfSigned(name: string, until = '491231'): { cert: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const validity = der(SEQUENCE, instant('200101000000Z'), instant(`${until}235959Z`))
  const tbs = der(
    SEQUENCE,
    version3,
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    nameOf(name),
    validity,
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    holderOf(name),
  )
  const certificate = der(SEQUENCE, tbs, ecdsaWithSha256, der(0x03, Buffer.from([0]), sign('sha256', tbs, privateKey)))
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n')
  return { cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}
