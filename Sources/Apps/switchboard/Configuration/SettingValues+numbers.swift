// SPDX-License-Identifier: Apache-2.0

extension SettingValues {
    /// A setting that is a whole number.
    func number(_ setting: Setting) -> Int? { self[setting].flatMap { Int($0) } }

    /// A setting that is a number of seconds.
    func seconds(_ setting: Setting) -> Duration? { self.number(setting).map { .seconds($0) } }
}
