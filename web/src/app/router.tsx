// SPDX-License-Identifier: Apache-2.0
// Every route is a chunk of its own, loaded when it is opened.
import { createBrowserRouter, type RouteObject } from 'react-router'
import { loadTexts } from '../i18n'
import { PublicFrame } from './public-frame'
import { NotFound, RootError, RootLoading } from './root-states'
import { Session } from './session'

const home: RouteObject = {
  index: true,
  lazy: async () => ({ Component: (await import('../features/home/home')).Home }),
}

// The texts of a page come with it; those of the home page are there already.
function withTexts(routes: RouteObject[]): RouteObject[] {
  return routes.map((route): RouteObject => {
    const { lazy } = route
    if (route === home) return route
    const children = route.children && withTexts(route.children)
    if (typeof lazy !== 'function') return { ...route, children } as RouteObject
    return {
      ...route,
      children,
      lazy: async () => {
        const [page] = await Promise.all([lazy(), loadTexts()])
        return page
      },
    } as RouteObject
  })
}

export function makeRouter() {
  return createBrowserRouter(withTexts(routes))
}

const routes: RouteObject[] = [
  // Open to everybody: no session is asked for.
  {
    path: '/public',
    Component: PublicFrame,
    ErrorBoundary: RootError,
    HydrateFallback: RootLoading,
    children: [
      {
        index: true,
        lazy: async () => ({
          Component: (await import('../features/public/notices-page')).NoticesPage,
        }),
      },
      {
        path: 'notices/:id',
        lazy: async () => ({
          Component: (await import('../features/public/notice-page')).NoticePage,
        }),
      },
      {
        path: 'targets/:assessment',
        lazy: async () => ({
          Component: (await import('../features/targets/public-targets-page')).PublicTargetsPage,
        }),
      },
    ],
  },
  {
    path: '/',
    Component: Session,
    ErrorBoundary: RootError,
    HydrateFallback: RootLoading,
    children: [
      home,
      {
        path: 'assessments',
        lazy: async () => ({
          Component: (await import('../features/assessments/assessments-page')).AssessmentsPage,
        }),
      },
      {
        path: 'assessments/:id',
        lazy: async () => ({
          Component: (await import('../features/assessments/assessment-page')).AssessmentPage,
        }),
      },
      {
        path: 'assessments/:id/fields',
        lazy: async () => ({
          Component: (await import('../features/assessments/fields-page')).FieldsPage,
        }),
      },
      {
        path: 'assessments/:id/assessees',
        lazy: async () => ({
          Component: (await import('../features/assessments/assessees-page')).AssesseesPage,
        }),
      },
      {
        path: 'assessments/:id/review',
        lazy: async () => ({
          Component: (await import('../features/assessments/review-page')).ReviewPage,
        }),
      },
      {
        path: 'assessments/:id/targets',
        lazy: async () => ({
          Component: (await import('../features/targets/targets-page')).AssessmentTargetsPage,
        }),
      },
      {
        path: 'target-sheets',
        lazy: async () => ({
          Component: (await import('../features/targets/target-sheets-page')).TargetSheetsPage,
        }),
      },
      {
        path: 'target-sheets/:id',
        lazy: async () => ({
          Component: (await import('../features/targets/sheet-page')).SheetPage,
        }),
      },
      {
        path: 'target-sheets/:id/letter',
        lazy: async () => ({
          Component: (await import('../features/targets/letter-page')).LetterPage,
        }),
      },
      {
        path: 'target-sheets/:id/decomposition',
        lazy: async () => ({
          Component: (await import('../features/targets/decomposition-page')).DecompositionPage,
        }),
      },
      {
        path: 'organisation/units/:id?',
        lazy: async () => ({
          Component: (await import('../features/organisation/units-page')).UnitsPage,
        }),
      },
      {
        path: 'organisation/persons',
        lazy: async () => ({
          Component: (await import('../features/organisation/persons-page')).PersonsPage,
        }),
      },
      {
        path: 'organisation/persons/:id',
        lazy: async () => ({
          Component: (await import('../features/organisation/person-page')).PersonPage,
        }),
      },
      {
        path: 'organisation/positions',
        lazy: async () => ({
          Component: (await import('../features/organisation/positions-page')).PositionsPage,
        }),
      },
      {
        path: 'organisation/import/:id?',
        lazy: async () => ({
          Component: (await import('../features/organisation/import-page')).ImportPage,
        }),
      },
      {
        path: 'accounts',
        lazy: async () => ({
          Component: (await import('../features/accounts/accounts-page')).AccountsPage,
        }),
      },
      {
        path: 'accounts/:id',
        lazy: async () => ({
          Component: (await import('../features/accounts/account-page')).AccountPage,
        }),
      },
      {
        path: 'roles',
        lazy: async () => ({
          Component: (await import('../features/accounts/roles-page')).RolesPage,
        }),
      },
      {
        path: 'regulations',
        lazy: async () => ({
          Component: (await import('../features/regulations/regulations-page')).RegulationsPage,
        }),
      },
      {
        path: 'regulations/:id',
        lazy: async () => ({
          Component: (await import('../features/regulations/regulation-page')).RegulationPage,
        }),
      },
      {
        path: 'regulation-versions/:id',
        lazy: async () => ({
          Component: (await import('../features/regulations/reading-page')).ReadingPage,
        }),
      },
      {
        path: 'regulation-versions/:id/edit',
        lazy: async () => ({
          Component: (await import('../features/regulations/editor-page')).EditorPage,
        }),
      },
      {
        path: 'regulation-versions/:id/diff',
        lazy: async () => ({
          Component: (await import('../features/regulations/diff-page')).DiffPage,
        }),
      },
      {
        path: 'facts',
        lazy: async () => ({ Component: (await import('../features/runs/facts-page')).FactsPage }),
      },
      {
        path: 'runs',
        lazy: async () => ({ Component: (await import('../features/runs/runs-page')).RunsPage }),
      },
      {
        path: 'runs/:id',
        lazy: async () => ({ Component: (await import('../features/runs/run-page')).RunPage }),
      },
      {
        path: 'what-if',
        lazy: async () => ({
          Component: (await import('../features/runs/what-if-page')).WhatIfPage,
        }),
      },
      {
        path: 'audit',
        lazy: async () => ({
          Component: (await import('../features/audit/audit-page')).AuditPage,
        }),
      },
      {
        path: 'me',
        lazy: async () => ({
          Component: (await import('../features/session/my-account-page')).MyAccountPage,
        }),
      },
      {
        path: 'reporting',
        lazy: async () => ({
          Component: (await import('../features/reporting/reporting-page')).ReportingPage,
        }),
      },
      {
        path: 'reporting/:assessment/:assessee/:level/:period',
        lazy: async () => ({
          Component: (await import('../features/reporting/sheet-page')).SheetPage,
        }),
      },
      {
        path: 'verification',
        lazy: async () => ({
          Component: (await import('../features/verification/verification-page')).VerificationPage,
        }),
      },
      {
        path: 'work-records',
        lazy: async () => ({
          Component: (await import('../features/evidence/work-records-page')).WorkRecordsPage,
        }),
      },
      {
        path: 'events',
        lazy: async () => ({
          Component: (await import('../features/events/events-page')).EventsPage,
        }),
      },
      {
        path: 'panel',
        lazy: async () => ({
          Component: (await import('../features/panel/panel-page')).PanelPage,
        }),
      },
      {
        path: 'panel/:assessment/:kind/:assessee',
        lazy: async () => ({
          Component: (await import('../features/panel/panel-sheet-page')).PanelSheetPage,
        }),
      },
      {
        path: 'assessments/:id/panels',
        lazy: async () => ({
          Component: (await import('../features/panel/panels-page')).PanelsPage,
        }),
      },
      {
        path: 'assessments/:id/results',
        lazy: async () => ({
          Component: (await import('../features/results/computations-page')).ComputationsPage,
        }),
      },
      {
        path: 'assessments/:id/publish',
        lazy: async () => ({
          Component: (await import('../features/results/publish-page')).PublishPage,
        }),
      },
      {
        path: 'computations/:id',
        lazy: async () => ({
          Component: (await import('../features/results/computation-page')).ComputationPage,
        }),
      },
      {
        path: 'computations/:id/scorecard/:assessee',
        lazy: async () => ({
          Component: (await import('../features/results/scorecard-page')).ScorecardPage,
        }),
      },
      {
        path: 'publications/:id',
        lazy: async () => ({
          Component: (await import('../features/results/publication-page')).PublicationPage,
        }),
      },
      {
        path: 'publications/:id/payouts',
        lazy: async () => ({
          Component: (await import('../features/results/payouts-page')).PayoutsPage,
        }),
      },
      {
        path: 'documents',
        lazy: async () => ({
          Component: (await import('../features/documents/documents-page')).DocumentsPage,
        }),
      },
      {
        path: 'documents/new',
        lazy: async () => ({
          Component: (await import('../features/documents/new-document-page')).NewDocumentPage,
        }),
      },
      {
        path: 'documents/:id',
        lazy: async () => ({
          Component: (await import('../features/documents/document-page')).DocumentPage,
        }),
      },
      {
        path: 'documents/:id/edit',
        lazy: async () => ({
          Component: (await import('../features/documents/edit-page')).EditPage,
        }),
      },
      {
        path: 'documents/:id/compare',
        lazy: async () => ({
          Component: (await import('../features/documents/compare-page')).ComparePage,
        }),
      },
      {
        path: 'document-batches',
        lazy: async () => ({
          Component: (await import('../features/documents/batches-page')).BatchesPage,
        }),
      },
      {
        path: 'document-batches/:id',
        lazy: async () => ({
          Component: (await import('../features/documents/batch-page')).BatchPage,
        }),
      },
      {
        path: 'document-templates',
        lazy: async () => ({
          Component: (await import('../features/documents/templates-page')).TemplatesPage,
        }),
      },
      {
        path: 'objections',
        lazy: async () => ({
          Component: (await import('../features/objections/objections-page')).ObjectionsPage,
        }),
      },
      {
        path: 'objections/:id',
        lazy: async () => ({
          Component: (await import('../features/objections/objection-page')).ObjectionPage,
        }),
      },
      {
        path: 'reports',
        lazy: async () => ({
          Component: (await import('../features/reports/reports-page')).ReportsPage,
        }),
      },
      {
        path: 'reports/:id',
        lazy: async () => ({
          Component: (await import('../features/reports/report-page')).ReportPage,
        }),
      },
      {
        path: 'report-comparisons',
        lazy: async () => ({
          Component: (await import('../features/reports/comparisons-page')).ComparisonsPage,
        }),
      },
      {
        path: 'report-comparisons/:id',
        lazy: async () => ({
          Component: (await import('../features/reports/comparison-page')).ComparisonPage,
        }),
      },
      {
        path: 'report-comparisons/:id/pairs/:pair',
        lazy: async () => ({
          Component: (await import('../features/reports/pair-page')).PairPage,
        }),
      },
      {
        path: 'rubrics',
        lazy: async () => ({
          Component: (await import('../features/reports/rubrics-page')).RubricsPage,
        }),
      },
      {
        path: 'rubrics/:id',
        lazy: async () => ({
          Component: (await import('../features/reports/rubric-page')).RubricPage,
        }),
      },
      { path: '*', Component: NotFound },
    ],
  },
]
