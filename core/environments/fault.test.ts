import { describe, expect, it } from 'vitest'
import { faultOf } from '#core/environments/fault.ts'

const target = { host: 'db', port: 3306, database: 'game', user: 'me' }
const codeOf = (facts: { code?: string; errno?: number; message?: string }) => faultOf({ message: '', ...facts }, target, []).code

describe('faultOf', () => {
  it.each([
    [{ code: 'ADDRESS_FORBIDDEN', message: 'forbidden address 169.254.169.254 of db' }, 'address_forbidden'],
    [{ code: 'ENOTFOUND', errno: -3008 }, 'environment_host_unknown'],
    [{ code: 'EAI_AGAIN' }, 'environment_host_unknown'],
    [{ code: 'ECONNREFUSED', errno: -111 }, 'environment_refused'],
    [{ code: 'EHOSTUNREACH' }, 'environment_unreachable'],
    [{ code: 'ER_CONNECTION_TIMEOUT', errno: 45012 }, 'environment_timeout'],
    [{ code: 'ER_SOCKET_UNEXPECTED_CLOSE', errno: 45009 }, 'environment_not_mysql'],
    [{ errno: 1045 }, 'environment_access_denied'],
    [{ errno: 1698 }, 'environment_access_denied'],
    [{ errno: 1044 }, 'environment_database_denied'],
    [{ errno: 1049 }, 'environment_database_unknown'],
    [{ errno: 1040 }, 'environment_too_many_connections'],
    [{ errno: 1130 }, 'environment_host_blocked'],
    [{ errno: 3118 }, 'environment_account_locked'],
    [{ errno: 1862 }, 'environment_password_expired'],
    [{ errno: 45023 }, 'environment_tls_missing'],
    [{ errno: 3159 }, 'environment_tls_required'],
    [{ errno: 1045, message: 'Connections using insecure transport are prohibited while --require_secure_transport=ON.' }, 'environment_tls_required'],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'self-signed certificate' }, 'environment_tls_untrusted'],
    [{ message: "Client does not support authentication protocol; authentication plugin 'sha256_password'" }, 'environment_sign_in_method'],
    [{ errno: 1105, message: 'whatever' }, 'environment_failed'],
  ])('%j', (facts, code) => expect(codeOf(facts)).toBe(code))

  it('says what the other side said, in one line, without connection numbers and secrets', () => {
    const message = "(conn:88, no: 1044, SQLState: 42000) Access denied for mysql://me:hunter22@db 'hunter22'\nsql: SELECT 1"
    expect(faultOf({ errno: 1044, message }, target, ['hunter22'])).toMatchObject({ params: { ...target, detail: "Access denied for mysql://***@db '***'" } })
  })
})
