// Numerals of scripts that write no spaces, read before what they count. Pure data.
import { numbered, type Words } from './truth-number-words.ts'

/** Chinese and Japanese numerals before what they count; elsewhere the same characters are parts of words. */
export const HAN_NUMBER =
  /((?<![数數几幾\d])(?:[二两兩三四五六七八九十百千廿壹贰叁肆伍陆柒捌玖拾]|一(?=[十百千]))[〇零一二三四五六七八九十百千拾佰仟]*)(?=[余餘多来來数數几幾]?(?:[人名位社家件倍年月週周日回次台個个店枚本割万億亿項项款組组種种座所套つ]|か月|ヶ月|カ月))/gu
/** 百分之三十 is 30 %, and so are 三成 and 三割. */
export const HAN_PERCENT = /百分之([〇零一二两兩三四五六七八九十百]+)/gu
export const HAN_TENTHS = /([一二两兩三四五六七八九])(?:成(?![為为功立员員果本長长績绩熟就交份])|割(?!引|合))/gu

export const HAN_DIGITS: Words = {
  ...Object.fromEntries([...'〇一二三四五六七八九'].map((digit, value) => [digit, value])),
  ...Object.fromEntries([...'零壹贰叁肆伍陆柒捌玖'].map((digit, value) => [digit, value])),
  两: 2,
  兩: 2,
  廿: 20,
}
export const HAN_UNITS: Words = { 十: 10, 百: 100, 千: 1000, 拾: 10, 佰: 100, 仟: 1000 }

/** The same for Korean and Thai. */
export const COUNTED_NUMBER =
  /(열두|열한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|스무|스물|서른|마흔|쉰)(?= ?(?:명|개|팀|곳|배|건|해|달|가지|차례|번|대|사람|살))|(ยี่สิบ|สามสิบ|สี่สิบ|ห้าสิบ|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ)(?= ?(?:คน|ทีม|ปี|เท่า|โครงการ|เดือน|แห่ง|ครั้ง))/gu
export const COUNTED: Words = {
  ...numbered(2, '두 세 네 다섯 여섯 일곱 여덟 아홉 열'),
  스무: 20,
  열한: 11,
  열두: 12,
  ...numbered(20, '스물 서른 마흔 쉰', 10),
  ...numbered(20, 'ยี่สิบ สามสิบ สี่สิบ ห้าสิบ', 10),
  ...numbered(2, 'สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ'),
}
