"""The first wording of the loan contract in the three languages (Civil Code art. 668 asks for every heading here).

Plain text: `# ` the title, `## ` a heading, other lines paragraphs; `{{ name }}` takes a term. The lender's administrator
enters later versions as rows; a printed contract keeps the one it was printed from.
"""

HANT = """# 借款合同
## 第一條　當事人
貸款人：{{ lender }}。借款人：{{ borrower }}，{{ identity_name }} {{ identity }}。
## 第二條　借款種類、金額與用途
借款種類：{{ product }}。借款金額：{{ currency }} {{ amount }} 元（大寫：{{ capitals }}）。
借款用途：{{ purpose }}。未經貸款人書面同意，借款人不得改變用途；改變用途的，貸款人可以停止發放、提前收回借款或者解除合同。
## 第三條　期限
借款期限為 {{ months }} 個月，自實際放款日起算。
## 第四條　利率與計息
年利率 {{ rate }}，按{{ day_count }}計息，計息期首日計入、末日不計入。利息不在本金中預先扣除；預先扣除的，按實際收到的數額返還並計息。
## 第五條　還款方式與還款來源
還款方式：{{ method }}，各期日期與金額見附表；附表以放款日重新計算後的還款計劃為準。還款來源：{{ source }}。
## 第六條　逾期
未按期償還的本金自逾期日起按約定年利率的 {{ multiplier }} 倍計收罰息，未按期支付的利息按同一利率計收複利，至清償為止。到期日為法定休息日的，可順延至其後第一個工作日償還而不計罰息。
## 第七條　擔保
{{ security }}
## 第八條　放款條件
貸款人批覆所列放款前條件全部落實後放款；約定受託支付的，貸款人將款項支付給符合用途的收款人。
## 第九條　借款人的承諾
借款人提供的資料真實、完整、有效；配合貸款人檢查借款使用情況與經營情況；未經貸款人書面同意不新增對外保證。
## 第十條　提前還款
借款人可提前十日書面申請提前還款，利息按實際借款期間計算。
## 第十一條　違約責任
借款人不按期還款、提供虛假資料或改變用途的，貸款人可宣布借款提前到期，並要求承擔實現債權的費用。
## 第十二條　通知與送達
雙方以本合同所載地址、電話與電子郵件為送達地址，該地址同樣適用於訴訟與執行程序。
## 第十三條　爭議解決
因本合同發生的爭議由貸款人所在地人民法院管轄。
## 第十四條　生效
本合同自雙方簽字或蓋章之日起生效，一式二份，雙方各執一份。
"""

HANS = """# 借款合同
## 第一条　当事人
贷款人：{{ lender }}。借款人：{{ borrower }}，{{ identity_name }} {{ identity }}。
## 第二条　借款种类、金额与用途
借款种类：{{ product }}。借款金额：{{ currency }} {{ amount }} 元（大写：{{ capitals }}）。
借款用途：{{ purpose }}。未经贷款人书面同意，借款人不得改变用途；改变用途的，贷款人可以停止发放、提前收回借款或者解除合同。
## 第三条　期限
借款期限为 {{ months }} 个月，自实际放款日起算。
## 第四条　利率与计息
年利率 {{ rate }}，按{{ day_count }}计息，计息期首日计入、末日不计入。利息不在本金中预先扣除；预先扣除的，按实际收到的数额返还并计息。
## 第五条　还款方式与还款来源
还款方式：{{ method }}，各期日期与金额见附表；附表以放款日重新计算后的还款计划为准。还款来源：{{ source }}。
## 第六条　逾期
未按期偿还的本金自逾期日起按约定年利率的 {{ multiplier }} 倍计收罚息，未按期支付的利息按同一利率计收复利，至清偿为止。到期日为法定休息日的，可顺延至其后第一个工作日偿还而不计罚息。
## 第七条　担保
{{ security }}
## 第八条　放款条件
贷款人批复所列放款前条件全部落实后放款；约定受托支付的，贷款人将款项支付给符合用途的收款人。
## 第九条　借款人的承诺
借款人提供的资料真实、完整、有效；配合贷款人检查借款使用情况与经营情况；未经贷款人书面同意不新增对外保证。
## 第十条　提前还款
借款人可提前十日书面申请提前还款，利息按实际借款期间计算。
## 第十一条　违约责任
借款人不按期还款、提供虚假资料或改变用途的，贷款人可宣布借款提前到期，并要求承担实现债权的费用。
## 第十二条　通知与送达
双方以本合同所载地址、电话与电子邮件为送达地址，该地址同样适用于诉讼与执行程序。
## 第十三条　争议解决
因本合同发生的争议由贷款人所在地人民法院管辖。
## 第十四条　生效
本合同自双方签字或盖章之日起生效，一式二份，双方各执一份。
"""

EN = """# Loan contract
## 1. Parties
Lender: {{ lender }}. Borrower: {{ borrower }}, {{ identity_name }} {{ identity }}.
## 2. Kind, amount and use of the loan
Kind: {{ product }}. Amount: {{ currency }} {{ amount }} (in capitals: {{ capitals }}).
Use: {{ purpose }}. The borrower does not change the use without the lender's written consent; if it is changed, the lender may stop the release, recall the loan or dissolve the contract.
## 3. Term
The term is {{ months }} months from the day of the actual release.
## 4. Rate and interest
The yearly rate is {{ rate }}, counted {{ day_count }}, the first day of a period included and the last excluded. Interest is not deducted from the principal in advance; if it is, the sum really received is repaid and bears interest.
## 5. Repayment
Repayment: {{ method }}; dates and amounts are in the annex, which is computed again from the day of release. Source of repayment: {{ source }}.
## 6. Late payment
Principal not repaid when due bears penalty interest at {{ multiplier }} times the contract rate from the due date until it is paid; interest not paid when due bears interest at the same rate. A due date on a legal day of rest may be paid on the next working day without penalty.
## 7. Security
{{ security }}
## 8. Release
The loan is released when every condition of the approval that precedes release is met; where entrusted payment is agreed, the lender pays the payee the purpose names.
## 9. Undertakings
The borrower's papers are true, complete and valid; the borrower lets the lender inspect the use of the loan and the business, and gives no new guarantee without the lender's written consent.
## 10. Prepayment
The borrower may prepay with ten days' written notice; interest is counted for the real period.
## 11. Default
If the borrower does not repay when due, gives false papers or changes the use, the lender may call the loan due and claim the cost of enforcement.
## 12. Notices
The addresses, telephone numbers and e-mail addresses of this contract serve for notices and in court.
## 13. Disputes
Disputes are decided by the people's court at the lender's seat.
## 14. Effect
This contract takes effect when both parties have signed or sealed it, in two copies, one for each.
"""

FIRST = {"zh-hant": HANT, "zh-hans": HANS, "en": EN}
