// SPDX-License-Identifier: Apache-2.0
// Words that the server reads as truths, and the name of a document's number.
export const yes = '是'
export const no = '否'
export const numberName = '文号'
