// SPDX-License-Identifier: Apache-2.0

/// Words that every recogniser knows and that mean nothing particular to a business: as key terms they would only take the
/// place of others.
enum CommonWords {
    static func contains(_ word: String) -> Bool { Self.words.contains(word) }

    private static let words = Set(
        """
        about above across after again against almost alone along already also always among another answer
        anybody anyone anything around back because become been before began begin behind being below best
        better between both bring business busy call called came cannot change clear close come could days does
        done down during each early easy either else email enough even evening ever every everybody everyone
        everything fact feel find first follow friday from full gave general getting give given goes going gone
        good great have having hear hello help here high hold home hour hours house however information into
        just keep kept kind know known large last late later least leave left less like line list little live
        long look looking made make making many matter maybe mean might minute minutes monday money month more
        morning most much must name near need needed never next night nine noon nothing number office often once
        only open opening order other over part people perhaps person phone place please point possible price
        problem question quite rather ready really right room said same saturday seem seven several shall should
        show since some somebody someone something soon speak start still stop such sunday sure table take talk
        tell than thank thanks that their them then there these they thing things think this those three through
        thursday time times today together told tomorrow tonight tuesday turn under until upon used very visit
        wait want wanted wants wednesday week weekend weeks well went were what when where whether which while
        whole whom whose will with within without wonder word words work working would wrong year years
        yesterday your yours
        """
        .split(whereSeparator: \.isWhitespace).map(String.init)
    )
}
