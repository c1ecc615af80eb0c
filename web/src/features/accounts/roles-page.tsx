// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { Tooltip } from 'antd'
import type { RoleMatrix } from '../../api/types'
import { Loaded } from '../../components/loaded'
import { Page } from '../../components/page'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'

export function RolesPage() {
  const t = useText()
  const matrix = useQuery({
    queryKey: ['roles'],
    queryFn: ({ signal }) => api.get<RoleMatrix>('/roles', {}, signal),
  })
  return (
    <Page title={t('nav.roles')}>
      <Loaded query={matrix}>{(data) => <Matrix matrix={data} />}</Loaded>
    </Page>
  )
}

function Matrix({ matrix }: { matrix: RoleMatrix }) {
  const t = useText()
  return (
    <>
      <p className="muted">{t('roles.intro')}</p>
      <div className="table-scroll framed">
        <table className="matrix">
          <caption className="offscreen">{t('nav.roles')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('roles.act')}</th>
              {matrix.roles.map((role) => (
                <th scope="col" key={role.role}>
                  <Tooltip title={role.description}>
                    <span>{role.name}</span>
                  </Tooltip>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.acts.map((act) => (
              <tr key={act.act}>
                <th scope="row">
                  {act.name}
                  <div className="muted">
                    {act.is_scoped
                      ? t('roles.scoped', { description: act.description })
                      : act.description}
                  </div>
                </th>
                {matrix.roles.map((role) => {
                  const isAllowed = act.roles.includes(role.role)
                  return (
                    <td key={role.role} className={isAllowed ? 'allowed' : 'refused'}>
                      <span aria-hidden>{isAllowed ? '✓' : '·'}</span>
                      <span className="offscreen">
                        {t(isAllowed ? 'roles.allowed' : 'roles.notAllowed')}
                      </span>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
