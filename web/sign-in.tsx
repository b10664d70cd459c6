// A field to paste an access token into: for the app on servers without the demo login, and for the monitor.
import { type FormEvent, type ReactNode, useState } from 'react'

interface SignInProps {
  title: string
  onToken: (token: string) => void
  /** Where a token comes from. */
  children: ReactNode
}

export function SignIn({ title, onToken, children }: SignInProps) {
  const [token, setToken] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const text = token.trim().replace(/^Bearer\s+/i, '')
    if (text) onToken(text)
  }
  return (
    <main className="sign-in">
      <h1>{title}</h1>
      <p>{children}</p>
      <form onSubmit={submit}>
        <label htmlFor="token">Access token</label>
        <textarea
          id="token"
          rows={4}
          required
          autoComplete="off"
          spellCheck={false}
          value={token}
          onChange={event => setToken(event.target.value)}
        />
        <button type="submit" className="button button-main">
          Continue
        </button>
      </form>
    </main>
  )
}

export function AppSignIn({ onToken, expired = false }: { onToken: (token: string) => void; expired?: boolean }) {
  return (
    <SignIn title={expired ? 'Your token is no longer accepted' : 'Sign in with a token'} onToken={onToken}>
      This server has no demo login. Paste an access token here; it stays in this tab. Whoever runs the server can print
      one: <code className="code-line">npm run token -- --sub 42</code>
    </SignIn>
  )
}
